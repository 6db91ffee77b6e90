-- title = "Console passwords changed"
-- why = "Whoever sets a password can sign in as that user."
-- techniques = ["T1098.001"]
-- severity = "medium"
-- harmless_when = "The user changes its own password."
-- next = "Ask the user; look for sign-ins after the change."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    user_name,
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('UpdateLoginProfile', 'ChangePassword')
ORDER BY event_time, event_id
