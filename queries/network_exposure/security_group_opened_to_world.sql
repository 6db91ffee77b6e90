-- title = "Security group opened to the internet"
-- why = "Anybody can reach the port."
-- techniques = ["T1686.001"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupId'),
    json_extract_scalar(request_parameters, '$.groupName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_format(json_extract(request_parameters, '$.ipPermissions')) AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules')
  AND (request_parameters LIKE '%"0.0.0.0/0"%' OR request_parameters LIKE '%"::/0"%')
ORDER BY event_time, event_id
