-- title = "Logs or metrics sent to another place"
-- why = "A subscription, delivery or link copies what is logged, as it is written, to the place that its maker names."
-- techniques = ["T1537", "T1530", "T1020"]
-- severity = "low"
-- harmless_when = "Logs are sent to the log account of the company."
-- next = "Look who receives the logs."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html"]
-- tells_of = ["channel_set_up"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.destinationName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.destinationArn'),
    json_extract_scalar(request_parameters, '$.s3BucketName'),
    json_extract_scalar(request_parameters, '$.targetArn')
  ) AS detail
FROM events
WHERE (event_source = 'logs.amazonaws.com'
    AND event_name IN (
      'PutSubscriptionFilter', 'PutDestination', 'PutDestinationPolicy', 'CreateDelivery',
      'PutDeliveryDestination', 'PutDeliveryDestinationPolicy', 'PutDeliverySource', 'CreateLogDelivery',
      'PutAccountPolicy', 'PutResourcePolicy', 'PutMetricFilter', 'AssociateSourceToS3TableIntegration',
      'IntegrateWithS3Table', 'PutIntegration'
    ))
  OR (event_source = 'oam.amazonaws.com'
    AND event_name IN ('CreateLink', 'CreateSink', 'PutSinkPolicy'))
  OR (event_source = 'observabilityadmin.amazonaws.com'
    AND event_name IN (
      'CreateCentralizationRuleForOrganization', 'CreateTelemetryPipeline', 'CreateTelemetryRule'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'CreateSpotDatafeedSubscription')
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name = 'PutResolverQueryLogConfigPolicy')
  OR (event_source = 'cur.amazonaws.com'
    AND event_name = 'PutReportDefinition')
ORDER BY event_time, event_id
