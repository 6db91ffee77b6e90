-- title = "Network rules or links narrowed, or kept within the account"
-- why = "What the call does lets nobody from outside in, or lets in fewer: what it opens is told by another question besides. A rule that is taken away can also cut off the owner, and a link within the account is a way from one network to the next."
-- techniques = ["T1686.001", "T1578.005", "T1021", "T1599"]
-- severity = "low"
-- harmless_when = "Network changes by the owner."
-- next = "See who could come through before, and who was cut off."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupId'),
    json_extract_scalar(request_parameters, '$.vpcId'),
    json_extract_scalar(request_parameters, '$.serviceId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress',
      'UpdateSecurityGroupRuleDescriptionsIngress', 'UpdateSecurityGroupRuleDescriptionsEgress',
      'CreateSecurityGroup', 'DeleteSecurityGroup'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'RevokeDBSecurityGroupIngress')
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name = 'RevokeCacheSecurityGroupIngress')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'RevokeClusterSecurityGroupIngress')
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name = 'RevokeIpRules')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'CreateVpcPeeringConnection'
    AND coalesce(json_extract_scalar(request_parameters, '$.peerOwnerId'), '-') = recipient_account_id)
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'ModifyVpcEndpointServicePermissions', 'ModifyVpcEndpointServiceConfiguration',
      'ModifyTransitGateway', 'ModifyVpcPeeringConnectionOptions'
    ))
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name = 'UpdateServiceNetwork')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyManagedPrefixList')
ORDER BY event_time, event_id
