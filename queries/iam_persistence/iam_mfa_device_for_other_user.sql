-- title = "MFA device given to another user or to the root user"
-- why = "The one who holds the device decides who signs in, and the rightful user may be kept out."
-- techniques = ["T1098.005", "T1556.006"]
-- severity = "high"
-- harmless_when = "An administrator equips a new colleague."
-- next = "Ask the user for the device; remove it if it is not theirs."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.serialNumber'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name = 'EnableMFADevice'
  AND (user_type = 'Root'
    OR json_extract_scalar(request_parameters, '$.userName') <> coalesce(user_name, ''))
ORDER BY event_time, event_id
