-- title = "Security groups and network rules changed"
-- why = "Ports open or close for machines of the account."
-- techniques = ["T1686.001", "T1578.005"]
-- severity = "medium"
-- fact = "security_groups_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupId'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.networkAclId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN (
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'ModifySecurityGroupRules',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
    'CreateNetworkAclEntry',
    'ReplaceNetworkAclEntry',
    'DeleteNetworkAclEntry',
    'DeleteNetworkAcl',
    'CreateNetworkAcl',
    'ReplaceNetworkAclAssociation'
  ))
  OR (event_source = 'rds.amazonaws.com' AND event_name IN ('AuthorizeDBSecurityGroupIngress', 'CreateDBSecurityGroup'))
  OR (event_source = 'elasticache.amazonaws.com' AND event_name IN ('AuthorizeCacheSecurityGroupIngress'))
  OR (event_source = 'redshift.amazonaws.com' AND event_name IN ('AuthorizeClusterSecurityGroupIngress'))
)
ORDER BY event_time, event_id
