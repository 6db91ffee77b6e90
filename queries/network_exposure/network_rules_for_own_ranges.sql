-- title = "Network rule that opens nothing to the outside"
-- why = "The rule lets in, or out, nothing but private addresses, or it denies: machines inside can move, nobody outside can."
-- techniques = ["T1686.001", "T1578.005", "T1021"]
-- severity = "low"
-- harmless_when = "Infrastructure code manages rules between own networks."
-- next = "Which machine is in that range, and who put it there?"
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupId'),
    json_extract_scalar(request_parameters, '$.networkAclId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '(?i)"cidr[a-z0-9]*"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
-- Once the private ranges (RFC 1918) are taken out, no range and no list of ranges may be left. A wider range, such as
-- 192.168.0.0/8, begins among private addresses and reaches beyond.
WHERE (event_source = 'ec2.amazonaws.com'
  AND event_name IN ('CreateNetworkAclEntry', 'ReplaceNetworkAclEntry')
  AND json_extract_scalar(request_parameters, '$.ruleAction') = 'deny')
  OR (event_source IN ('ec2.amazonaws.com', 'lightsail.amazonaws.com')
    AND event_name IN (
      'AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'ModifySecurityGroupRules',
      'CreateNetworkAclEntry', 'ReplaceNetworkAclEntry', 'OpenInstancePublicPorts', 'PutInstancePublicPorts'
    )
    AND regexp_like(request_parameters, '"(10\.[0-9.]+/(8|9|[12][0-9]|3[0-2])|172\.(1[6-9]|2[0-9]|3[01])\.[0-9.]+/(1[2-9]|2[0-9]|3[0-2])|192\.168\.[0-9.]+/(1[6-9]|2[0-9]|3[0-2]))"')
    AND NOT regexp_like(
      regexp_replace(
        request_parameters, '"(10\.[0-9.]+/(8|9|[12][0-9]|3[0-2])|172\.(1[6-9]|2[0-9]|3[01])\.[0-9.]+/(1[2-9]|2[0-9]|3[0-2])|192\.168\.[0-9.]+/(1[6-9]|2[0-9]|3[0-2]))"', ''
      ),
      '[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:]*/|"pl-'
    ))
ORDER BY event_time, event_id
