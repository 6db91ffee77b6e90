-- title = "Console password set that need not be changed"
-- why = "Whoever set the password knows it and keeps it: the user is not asked for a new one."
-- techniques = ["T1098.001"]
-- severity = "high"
-- harmless_when = "A machine account that nobody signs in with."
-- next = "Set another password or delete the login profile; look for sign-ins of this user."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    user_name,
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('CreateLoginProfile', 'UpdateLoginProfile')
  AND json_extract_scalar(request_parameters, '$.passwordResetRequired') = 'false'
ORDER BY event_time, event_id
