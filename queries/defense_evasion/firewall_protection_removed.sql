-- title = "Web firewall, shield or network firewall weakened"
-- why = "Attacks on applications pass unseen."
-- techniques = ["T1685"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.webACLId'),
    json_extract_scalar(request_parameters, '$.ruleGroupId'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.protectionId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'wafv2.amazonaws.com' AND event_name IN (
    'DeleteWebACL',
    'DeleteRuleGroup',
    'DeleteLoggingConfiguration',
    'DisassociateWebACL',
    'UpdateWebACL',
    'DeleteIPSet',
    'UpdateIPSet',
    'DeleteFirewallManagerRuleGroups'
  ))
  OR (event_source = 'waf.amazonaws.com' AND event_name IN (
    'DeleteWebACL',
    'DeleteRule',
    'DeleteRuleGroup',
    'DeleteLoggingConfiguration',
    'UpdateWebACL'
  ))
  OR (event_source = 'waf-regional.amazonaws.com' AND event_name IN ('DeleteWebACL', 'DisassociateWebACL', 'DeleteLoggingConfiguration'))
  OR (event_source = 'shield.amazonaws.com' AND event_name IN (
    'DeleteProtection',
    'DeleteSubscription',
    'DisableApplicationLayerAutomaticResponse',
    'DisassociateDRTRole'
  ))
  OR (event_source = 'network-firewall.amazonaws.com' AND event_name IN (
    'DeleteFirewall',
    'DeleteFirewallPolicy',
    'DeleteRuleGroup',
    'UpdateLoggingConfiguration'
  ))
  OR (event_source = 'fms.amazonaws.com' AND event_name IN ('DeletePolicy', 'DisassociateAdminAccount'))
)
ORDER BY event_time, event_id
