-- title = "Firewall or block on public access set up, set or tightened"
-- why = "What the call sets keeps more out, or keeps things as they are: what it lets in is told by another question besides. A wall that is set up can also shut the owner out."
-- techniques = ["T1685", "T1686.001"]
-- severity = "low"
-- harmless_when = "The network team sets up or tightens a protection."
-- next = "Does the owner know of it? See whom it keeps out."
-- references = ["https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.webACLId'),
    json_extract_scalar(request_parameters, '$.firewallRuleGroupId'),
    json_extract_scalar(request_parameters, '$.firewallName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'wafv2.amazonaws.com'
    AND event_name IN (
      'CreateWebACL', 'UpdateWebACL', 'CreateIPSet', 'CreateRegexPatternSet', 'CreateRuleGroup',
      'AssociateWebACL'
    ))
  OR (event_source IN ('waf.amazonaws.com', 'waf-regional.amazonaws.com')
    AND event_name IN (
      'CreateWebACL', 'UpdateWebACL', 'CreateByteMatchSet', 'CreateGeoMatchSet', 'CreateIPSet',
      'CreateRateBasedRule', 'CreateRegexMatchSet', 'CreateRegexPatternSet', 'CreateRule',
      'CreateRuleGroup', 'CreateSizeConstraintSet', 'CreateSqlInjectionMatchSet', 'CreateXssMatchSet'
    ))
  OR (event_source = 'shield.amazonaws.com'
    AND event_name IN (
      'AssociateDRTRole', 'AssociateDRTLogBucket', 'UpdateSubscription',
      'UpdateApplicationLayerAutomaticResponse', 'EnableApplicationLayerAutomaticResponse',
      'CreateProtection'
    ))
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name IN (
      'UpdateFirewallPolicy', 'UpdateFirewallDeleteProtection', 'UpdateFirewallPolicyChangeProtection',
      'UpdateSubnetChangeProtection', 'CreateFirewall', 'CreateFirewallPolicy', 'CreateRuleGroup',
      'CreateTLSInspectionConfiguration', 'AssociateSubnets', 'UpdateFirewallAnalysisSettings'
    ))
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name IN (
      'UpdateFirewallConfig', 'CreateFirewallRule', 'UpdateFirewallRule', 'BatchCreateFirewallRule',
      'BatchUpdateFirewallRule', 'UpdateFirewallRuleGroupAssociation', 'UpdateResolverDnssecConfig',
      'CreateFirewallRuleGroup', 'CreateFirewallDomainList', 'AssociateFirewallRuleGroup'
    ))
  OR (event_source = 'fms.amazonaws.com'
    AND event_name = 'PutPolicy')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'ModifyVpcBlockPublicAccessOptions', 'EnableSnapshotBlockPublicAccess',
      'EnableImageBlockPublicAccess', 'EnableAllowedImagesSettings', 'DeleteVpcBlockPublicAccessExclusion'
    ))
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'PutBlockPublicAccessConfiguration')
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name = 'UpdateServiceSetting'
    AND json_extract_scalar(request_parameters, '$.settingId') LIKE '%public-sharing-permission%')
ORDER BY event_time, event_id
