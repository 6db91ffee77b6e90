-- title = "IAM changed from a storage browser"
-- why = "S3 Browser is seldom used by administrators, and in incidents it is often what makes users."
-- techniques = ["T1136.003", "T1098.001"]
-- severity = "high"
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'PutUserPolicy')
  AND (user_agent LIKE '%S3 Browser%')
ORDER BY event_time, event_id
