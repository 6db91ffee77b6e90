-- title = "Stack that makes identities or runs with a role"
-- why = "The stack can create users, roles and policies, or works with more rights than its caller."
-- techniques = ["T1648", "T1098.003"]
-- severity = "high"
-- harmless_when = "The usual deployment pipeline."
-- next = "Read the template; list what the stack made."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.stackName'),
    json_extract_scalar(request_parameters, '$.stackSetName'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleARN'),
    json_extract_scalar(request_parameters, '$.templateURL')
  ) AS detail
FROM events
WHERE event_source = 'cloudformation.amazonaws.com'
  AND event_name IN ('CreateStack', 'UpdateStack', 'CreateChangeSet', 'CreateStackSet', 'UpdateStackSet')
  AND (regexp_like(json_format(json_extract(request_parameters, '$.capabilities')), 'CAPABILITY_(NAMED_)?IAM')
    OR json_extract_scalar(request_parameters, '$.roleARN') IS NOT NULL)
ORDER BY event_time, event_id
