-- title = "IAM call padded until its parameters were not logged"
-- why = "CloudTrail leaves out parameters that are too large; a padded policy is in force, but the log does not show what it says."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "A very large but known policy document."
-- next = "Read the policy as it is now with GetUserPolicy, GetRolePolicy or GetPolicyVersion."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"]
-- fact = "logging_changes"
-- rank = 5
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.requestParameters.roleName'),
    event_name
  ) AS target,
  json_extract_scalar(request_parameters, '$.reason') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND json_extract_scalar(request_parameters, '$.omitted') = 'true'
ORDER BY event_time, event_id
