-- title = "Console password set for another user"
-- why = "Setting somebody else's password takes over the account."
-- techniques = ["T1098.001"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateLoginProfile', 'UpdateLoginProfile')
  AND (json_extract_scalar(request_parameters, '$.userName') <> coalesce(user_name, ''))
ORDER BY event_time, event_id
