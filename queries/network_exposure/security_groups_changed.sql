-- title = "Security groups or network ACLs changed"
-- why = "They decide who reaches machines and subnets; removed rules can also cut off the owner."
-- techniques = ["T1686.001", "T1578.005", "T1190"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "Infrastructure code manages rules between own networks."
-- next = "Compare the rules before and after."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupId'),
    json_extract_scalar(request_parameters, '$.networkAclId'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.dBSecurityGroupName'),
    json_extract_scalar(request_parameters, '$.cacheSecurityGroupName'),
    json_extract_scalar(request_parameters, '$.clusterSecurityGroupName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  concat(
    coalesce(regexp_extract(request_parameters, '(?i)"fromPort"\s*:\s*"?(-?[0-9]+)', 1), 'all'), ' ',
    coalesce(regexp_extract(request_parameters, '(?i)"cidr[a-z0-9]*"\s*:\s*"([^"]+)"', 1), '')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'ModifySecurityGroupRules',
      'AssociateSecurityGroupVpc', 'DisassociateSecurityGroupVpc', 'CreateManagedPrefixList',
      'CreateNetworkAcl', 'CreateNetworkAclEntry', 'ReplaceNetworkAclEntry',
      'ReplaceNetworkAclAssociation', 'DeleteNetworkAcl', 'DeleteNetworkAclEntry',
      'ModifyClientVpnEndpointAuthorizationPolicy', 'DeleteClientVpnEndpointAuthorizationPolicy',
      'RestoreManagedPrefixListVersion'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'AuthorizeDBSecurityGroupIngress', 'CreateDBSecurityGroup', 'DeleteDBSecurityGroup'
    ))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'AuthorizeCacheSecurityGroupIngress', 'CreateCacheSecurityGroup', 'DeleteCacheSecurityGroup'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'AuthorizeClusterSecurityGroupIngress', 'CreateClusterSecurityGroup', 'DeleteClusterSecurityGroup'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('OpenInstancePublicPorts', 'PutInstancePublicPorts'))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN (
      'AuthorizeIpRules', 'UpdateRulesOfIpGroup', 'CreateIpGroup', 'DeleteIpGroup', 'AssociateIpGroups',
      'DisassociateIpGroups'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyManagedPrefixList'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"(R|r)emoveEntr')
      OR regexp_like(request_parameters, '"(A|a)ddEntr')
    ))
ORDER BY event_time, event_id
