-- title = "Network or DNS logging stopped"
-- why = "Traffic of that network is no longer recorded."
-- techniques = ["T1685.002"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(json_format(json_extract(request_parameters, '$.DeleteFlowLogsRequest.FlowLogId')), json_extract_scalar(request_parameters, '$.resolverQueryLogConfigId'), json_extract_scalar(request_parameters, '$.id'), regexp_extract(error_message, 'on resource: ([^ ]+)', 1)) AS target
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN ('DeleteFlowLogs'))
  OR (event_source = 'route53resolver.amazonaws.com' AND event_name IN (
    'DeleteResolverQueryLogConfig',
    'DisassociateResolverQueryLogConfig',
    'DisassociateFirewallRuleGroup',
    'DeleteFirewallRuleGroup'
  ))
  OR (event_source = 'route53.amazonaws.com' AND event_name IN ('DeleteQueryLoggingConfig'))
)
ORDER BY event_time, event_id
