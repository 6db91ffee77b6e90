-- title = "Web or network firewall weakened"
-- why = "Web ACLs, firewall policies, DNS firewalls and DDoS protection keep attackers from what the network exposes."
-- techniques = ["T1685", "T1686.001"]
-- severity = "medium"
-- harmless_when = "Rules are tuned by their owners."
-- next = "Compare the rules before and after; restore, then look at the requests that came through."
-- references = ["https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html", "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateFirewallPolicy.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.webACLId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'wafv2.amazonaws.com'
    AND event_name IN (
      'DeleteWebACL', 'DisassociateWebACL', 'DeleteRuleGroup', 'UpdateRuleGroup', 'DeleteIPSet',
      'UpdateIPSet', 'DeleteRegexPatternSet', 'UpdateRegexPatternSet', 'DeletePermissionPolicy',
      'DeleteFirewallManagerRuleGroups', 'DisassociateFirewallManager', 'DeleteAPIKey',
      'PutFirewallManagerRuleGroups', 'PutManagedRuleSetVersions'
    ))
  OR (event_source IN ('waf.amazonaws.com', 'waf-regional.amazonaws.com')
    AND event_name IN (
      'DeleteWebACL', 'DeleteRule', 'UpdateRule', 'DeleteRuleGroup', 'UpdateRuleGroup',
      'DeleteRateBasedRule', 'UpdateRateBasedRule', 'DeleteIPSet', 'UpdateIPSet', 'DeleteByteMatchSet',
      'DeleteGeoMatchSet', 'DeleteRegexMatchSet', 'DeleteRegexPatternSet', 'DeleteSizeConstraintSet',
      'DeleteSqlInjectionMatchSet', 'DeleteXssMatchSet', 'DeletePermissionPolicy'
    ))
  OR (event_source = 'waf-regional.amazonaws.com'
    AND event_name IN (
      'DisassociateWebACL', 'UpdateByteMatchSet', 'UpdateGeoMatchSet', 'UpdateRegexMatchSet',
      'UpdateRegexPatternSet', 'UpdateSizeConstraintSet', 'UpdateSqlInjectionMatchSet',
      'UpdateXssMatchSet', 'PutPermissionPolicy'
    ))
  OR (event_source = 'shield.amazonaws.com'
    AND event_name IN (
      'DeleteProtection', 'DeleteProtectionGroup', 'DeleteSubscription',
      'DisableApplicationLayerAutomaticResponse', 'DisableProactiveEngagement', 'DisassociateDRTLogBucket',
      'DisassociateDRTRole', 'DisassociateHealthCheck', 'UpdateEmergencyContactSettings',
      'UpdateProtectionGroup'
    ))
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name IN (
      'UpdateFirewallDeleteProtection', 'UpdateFirewallPolicyChangeProtection', 'UpdateSubnetChangeProtection'
    )
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"(deleteProtection|firewallPolicyChangeProtection|subnetChangeProtection)"\s*:\s*"?true'
    ))
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name IN (
      'DeleteFirewall', 'DeleteFirewallPolicy', 'DeleteRuleGroup', 'UpdateRuleGroup',
      'DisassociateSubnets', 'AssociateFirewallPolicy', 'DeleteTLSInspectionConfiguration',
      'UpdateTLSInspectionConfiguration', 'DeleteResourcePolicy', 'UpdateProxyConfiguration',
      'UpdateProxyRule', 'DeleteProxy', 'DeleteProxyRules', 'UpdateFirewallPolicyV2', 'StartFlowFlush',
      'UpdateFirewallEncryptionConfiguration'
    ))
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name IN (
      'DeleteFirewallRule', 'DeleteFirewallRuleGroup', 'DeleteFirewallDomainList',
      'DisassociateFirewallRuleGroup', 'UpdateFirewallDomains', 'BatchDeleteFirewallRule',
      'ImportFirewallDomains', 'PutFirewallRuleGroupPolicy'
    ))
  OR (event_source = 'fms.amazonaws.com'
    AND event_name IN (
      'DeletePolicy', 'DeleteProtocolsList', 'DeleteAppsList', 'DeleteResourceSet', 'PutAppsList',
      'PutProtocolsList', 'PutResourceSet', 'PutNotificationChannel', 'BatchDisassociateResource',
      'DisassociateThirdPartyFirewall'
    ))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} IN (
      'DisassociateDistributionWebACL', 'DisassociateDistributionTenantWebACL'
    ))
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN ('DeleteWebACLAssociation', 'SetWebAcl'))
  OR (event_source = 'amplify.amazonaws.com'
    AND event_name = 'DisassociateWebACL')
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'DisassociateWebAcl')
  OR (event_source = 'waf.amazonaws.com'
    AND event_name IN (
      'UpdateByteMatchSet', 'UpdateGeoMatchSet', 'UpdateRegexMatchSet', 'UpdateRegexPatternSet',
      'UpdateSizeConstraintSet', 'UpdateSqlInjectionMatchSet', 'UpdateXssMatchSet', 'PutPermissionPolicy'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'DisassociateVerifiedAccessInstanceWebAcl')
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name = 'DisassociateWebACL')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'DisassociateWebACL')
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'SetWebACL')
  OR (event_source = 'wafv2.amazonaws.com'
    AND event_name = 'UpdateWebACL'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"defaultAction"\s*:\s*\{\s*"block"'))
  OR (event_source IN ('waf.amazonaws.com', 'waf-regional.amazonaws.com')
    AND event_name = 'UpdateWebACL'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"defaultAction"\s*:\s*\{\s*"type"\s*:\s*"BLOCK"'))
  OR (event_source = 'shield.amazonaws.com'
    AND event_name = 'UpdateSubscription'
    AND coalesce(json_extract_scalar(request_parameters, '$.autoRenew'), '-') <> 'ENABLED')
  OR (event_source = 'shield.amazonaws.com'
    AND event_name = 'UpdateApplicationLayerAutomaticResponse'
    AND NOT regexp_like(coalesce(request_parameters, ''), '(?i)"action"\s*:\s*\{\s*"block"'))
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name = 'UpdateFirewallPolicy'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"statelessDefaultActions"\s*:\s*\[\s*"aws:drop"'))
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name IN ('CreateFirewallRule', 'UpdateFirewallRule')
    AND coalesce(json_extract_scalar(request_parameters, '$.action'), '-') <> 'BLOCK')
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name IN ('BatchCreateFirewallRule', 'BatchUpdateFirewallRule')
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"BLOCK"')
      OR regexp_like(request_parameters, '"action"\s*:\s*"(ALLOW|ALERT)"')
    ))
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name = 'UpdateFirewallConfig'
    AND coalesce(json_extract_scalar(request_parameters, '$.firewallFailOpen'), '-') <> 'DISABLED')
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name = 'UpdateFirewallRuleGroupAssociation'
    AND coalesce(json_extract_scalar(request_parameters, '$.mutationProtection'), '-') <> 'ENABLED')
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name = 'UpdateResolverDnssecConfig'
    AND coalesce(json_extract_scalar(request_parameters, '$.validation'), '-') <> 'ENABLE')
  OR (event_source = 'fms.amazonaws.com'
    AND event_name = 'PutPolicy'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"remediationEnabled"\s*:\s*"?true'))
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name = 'ModifyLoadBalancerAttributes'
    AND regexp_like(request_parameters, '"waf[.]fail_open[.]enabled"[^{}]*"value"\s*:\s*"true"'))
ORDER BY event_time, event_id
