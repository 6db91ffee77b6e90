-- title = "Firewall taken away or told to let everything through"
-- why = "The rules stay but no longer hold anything back."
-- techniques = ["T1685", "T1686.001"]
-- severity = "high"
-- next = "Restore the former rules."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.webACLId'),
    json_extract_scalar(request_parameters, '$.firewallPolicyName'),
    json_extract_scalar(request_parameters, '$.firewallName'),
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'wafv2.amazonaws.com'
    AND event_name = 'UpdateWebACL'
    AND NOT regexp_like(request_parameters, '"rules"\s*:\s*\[\s*\{')
    AND regexp_like(request_parameters, '"defaultAction"\s*:\s*\{\s*"allow"'))
  OR (event_source = 'wafv2.amazonaws.com'
    AND event_name = 'UpdateIPSet'
    AND regexp_like(request_parameters, '"(0\.0\.0\.0/[01]|128\.0\.0\.0/1|::/[01])"'))
  OR (event_source IN ('waf.amazonaws.com', 'waf-regional.amazonaws.com')
    AND event_name = 'UpdateWebACL'
    AND regexp_like(request_parameters, '"defaultAction"\s*:\s*\{\s*"type"\s*:\s*"ALLOW"'))
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name = 'UpdateFirewallPolicy'
    AND regexp_like(request_parameters, '"statelessDefaultActions"\s*:\s*\[\s*"aws:pass"'))
  OR (event_source IN ('wafv2.amazonaws.com', 'waf.amazonaws.com', 'waf-regional.amazonaws.com')
    AND event_name = 'DeleteWebACL')
  OR (event_source IN ('wafv2.amazonaws.com', 'waf-regional.amazonaws.com')
    AND event_name = 'DisassociateWebACL')
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name IN ('DeleteFirewall', 'DeleteFirewallPolicy'))
ORDER BY event_time, event_id
