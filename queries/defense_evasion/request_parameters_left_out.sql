-- title = "Request too large to be recorded"
-- why = "Parameters over the limit are left out of the record: a way to hide them."
-- techniques = ["T1685.002"]
-- severity = "high"
-- rank = 2
SELECT
  event_id,
  event_name AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN (
    'PutRolePolicy',
    'PutUserPolicy',
    'CreatePolicy',
    'CreatePolicyVersion',
    'PutGroupPolicy',
    'UpdateAssumeRolePolicy',
    'CreateRole'
  )
  AND (json_extract_scalar(request_parameters, '$.omitted') = 'true')
ORDER BY event_time, event_id
