-- title = "Roles assumed through an identity provider"
-- why = "A token of an outside provider was exchanged for AWS credentials."
-- techniques = ["T1550.001", "T1606.002", "T1528"]
-- severity = "medium"
-- harmless_when = "Single sign-on and Kubernetes workloads do this all day."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN (
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'SetSourceIdentity',
    'TagSession'
  )
ORDER BY event_time, event_id
