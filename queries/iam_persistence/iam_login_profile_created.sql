-- title = "Console passwords created"
-- why = "A password opens the console for an identity that had none."
-- techniques = ["T1098.001"]
-- severity = "medium"
-- next = "Delete the login profile and look for console sign-ins of the user."
-- fact = "login_profiles_created"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    user_name,
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateLoginProfile')
ORDER BY event_time, event_id
