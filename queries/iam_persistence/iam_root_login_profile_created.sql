-- title = "Console password or access key for the root user"
-- why = "The root user cannot be limited by policies."
-- techniques = ["T1098.001"]
-- severity = "critical"
-- rank = 2
SELECT
  event_id,
  user_arn AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('CreateLoginProfile', 'UpdateLoginProfile', 'CreateAccessKey')
  AND user_type = 'Root'
  AND json_extract_scalar(request_parameters, '$.userName') IS NULL
ORDER BY event_time, event_id
