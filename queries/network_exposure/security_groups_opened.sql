-- title = "Security group or network ACL opened to the world"
-- why = "Anyone on the internet can now try what listens behind the rule."
-- techniques = ["T1686.001", "T1133"]
-- severity = "high"
-- harmless_when = "A public web server on ports 80 and 443."
-- next = "Remove the rule; look in flow logs who came in. Ports 22, 3389 and those of databases are never meant for everyone."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html"]
-- fact = "security_groups_opened"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupId'),
    json_extract_scalar(request_parameters, '$.networkAclId'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.dBSecurityGroupName'),
    json_extract_scalar(request_parameters, '$.clusterSecurityGroupName'),
    json_extract_scalar(request_parameters, '$.instanceName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  concat(
    coalesce(regexp_extract(request_parameters, '(?i)"fromPort"\s*:\s*"?(-?[0-9]+)', 1), 'all'), ' ',
    coalesce(regexp_extract(request_parameters, '(?i)"cidr[a-z0-9]*"\s*:\s*"([^"]+)"', 1), '')
  ) AS detail
FROM events
-- A range whose mask has no bits is everything, whatever address stands before it.
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules')
    AND regexp_like(
      request_parameters,
      '(?i)"cidr[a-z0-9]*"\s*:\s*"(0\.0\.0\.0/[1-7]|128\.0\.0\.0/1|[0-9a-f.:]+/0|2000::/3)"'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'AuthorizeDBSecurityGroupIngress'
    AND regexp_like(request_parameters, '(?i)"cidr[a-z0-9]*"\s*:\s*"(0\.0\.0\.0/[1-7]|128\.0\.0\.0/1|[0-9a-f.:]+/0|2000::/3)"'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'AuthorizeClusterSecurityGroupIngress'
    AND regexp_like(request_parameters, '(?i)"cidr[a-z0-9]*"\s*:\s*"(0\.0\.0\.0/[1-7]|128\.0\.0\.0/1|[0-9a-f.:]+/0|2000::/3)"'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('OpenInstancePublicPorts', 'PutInstancePublicPorts')
    AND NOT regexp_like(request_parameters, '"cidrs"\s*:\s*\[\s*"[1-9][0-9.]*("|/[1-9])'))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN ('AuthorizeIpRules', 'UpdateRulesOfIpGroup', 'CreateIpGroup')
    AND regexp_like(request_parameters, '"[0-9.]+/0"'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('CreateNetworkAclEntry', 'ReplaceNetworkAclEntry')
    AND json_extract_scalar(request_parameters, '$.ruleAction') = 'allow'
    AND json_extract_scalar(request_parameters, '$.egress') = 'false'
    AND (json_extract_scalar(request_parameters, '$.cidrBlock') LIKE '%/0'
      OR json_extract_scalar(request_parameters, '$.ipv6CidrBlock') LIKE '%/0'))
ORDER BY event_time, event_id
