-- title = "Settings of logs or measurements changed"
-- why = "They decide what is recorded, how long it lives, and where it is."
-- techniques = ["T1685.002"]
-- severity = "low"
-- harmless_when = "Logging is switched on, or retention lengthened."
-- next = "Compare with the former setting."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.retentionInDays') AS detail
FROM events
WHERE (event_source = 'logs.amazonaws.com'
    AND event_name IN ('PutRetentionPolicy', 'DeleteRetentionPolicy', 'PutStorageTierPolicy'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN (
      'PutBucketLogging', 'DeleteBucketMetricsConfiguration', 'DeleteBucketAnalyticsConfiguration',
      'DeleteStorageLensConfiguration', 'DeleteStorageLensGroup', 'PutBucketMetricsConfiguration',
      'PutBucketAnalyticsConfiguration', 'PutStorageLensConfiguration'
    ))
  OR (event_source IN ('waf.amazonaws.com', 'waf-regional.amazonaws.com', 'wafv2.amazonaws.com')
    AND event_name = 'PutLoggingConfiguration')
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} IN ('CreateRealtimeLogConfig', 'UpdateRealtimeLogConfig'))
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name = 'UpdateClusterSettings')
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'ModifyActivityStream')
  OR (event_source = 's3tables.amazonaws.com'
    AND event_name = 'PutTableBucketLogging')
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name = 'UpdateAccessLogSubscription')
  OR (event_source = 'xray.amazonaws.com'
    AND event_name IN (
      'PutEncryptionConfig', 'UpdateSamplingRule', 'UpdateTraceSegmentDestination', 'UpdateIndexingRule'
    ))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN ('SetLoggingOptions', 'SetV2LoggingOptions', 'SetV2LoggingLevel', 'DeleteV2LoggingLevel'))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'SetLogDeliveryConfiguration')
  OR (event_source = 'mediastore.amazonaws.com'
    AND event_name = 'StopAccessLogging')
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'DeleteLogSubscription')
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name = 'DisableEnhancedMonitoring')
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN ('DisableMetricsCollection', 'DeleteNotificationConfiguration'))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'UpdateAccount')
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name = 'UpdateLoggingConfiguration')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVerifiedAccessInstanceLoggingConfiguration')
  OR (event_source = 'logs.amazonaws.com'
    AND event_name IN ('UpdateLogAnomalyDetector', 'PutQueryDefinition', 'DeleteQueryDefinition'))
  OR (event_source = 'globalaccelerator.amazonaws.com'
    AND event_name = 'UpdateAcceleratorAttributes')
ORDER BY event_time, event_id
