-- title = "DNS query logging removed"
-- why = "DNS query logs show which hosts talked to which domains; they are often the last trace of command and control."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "The VPC or zone is torn down by its owner."
-- next = "Associate the logging again and mark the gap."
-- references = ["https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_DeleteResolverQueryLogConfig.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.resolverQueryLogConfigId'),
    json_extract_scalar(request_parameters, '$.id'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.resourceId') AS detail
FROM events
WHERE (event_source = 'route53resolver.amazonaws.com'
    AND event_name IN ('DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'))
  OR (event_source = 'route53.amazonaws.com'
    AND event_name = 'DeleteQueryLoggingConfig')
ORDER BY event_time, event_id
