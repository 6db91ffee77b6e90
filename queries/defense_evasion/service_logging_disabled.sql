-- title = "Logging of a service switched off"
-- why = "The service keeps running, but no longer writes the log that would show how it is used."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "Logging moves to another target."
-- next = "Switch it on again; treat the time between as not logged."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html", "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.id'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.loadBalancerArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketLogging'
    AND request_parameters IS NOT NULL
    AND json_extract(request_parameters, '$.BucketLoggingStatus.LoggingEnabled') IS NULL)
  OR (event_source IN ('waf.amazonaws.com', 'waf-regional.amazonaws.com', 'wafv2.amazonaws.com')
    AND event_name = 'DeleteLoggingConfiguration')
  OR (event_source = 'eks.amazonaws.com'
    AND event_name = 'UpdateClusterConfig'
    AND regexp_like(
      json_format(json_extract(request_parameters, '$.logging')), '"enabled"\s*:\s*"?false'
    ))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN ('UpdateDomainConfig', 'UpdateElasticsearchDomainConfig')
    AND regexp_like(
      json_format(json_extract(request_parameters, '$.logPublishingOptions')), '"enabled"\s*:\s*"?false'
    ))
  OR (event_source = 'states.amazonaws.com'
    AND event_name = 'UpdateStateMachine'
    AND json_extract_scalar(request_parameters, '$.loggingConfiguration.level') = 'OFF')
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name = 'ModifyLoadBalancerAttributes'
    AND (
      regexp_like(request_parameters, '"key"\s*:\s*"access_logs.s3.enabled"\s*,\s*"value"\s*:\s*"false"')
      OR regexp_like(request_parameters, '"accessLog"\s*:\s*\{[^{}]*"enabled"\s*:\s*"?false')
    ))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'UpdateDistribution'
    AND regexp_like(request_parameters, '"logging"\s*:\s*\{[^{}]*"enabled"\s*:\s*"?false'))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} IN ('DeleteRealtimeLogConfig', 'DeleteMonitoringSubscription'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'DisableLogging')
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'StopActivityStream')
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBInstance', 'ModifyDBCluster')
    AND regexp_like(request_parameters, '"disableLogTypes"\s*:\s*\[\s*"'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN ('UpdateDocument', 'DeleteDocument')
    AND json_extract_scalar(request_parameters, '$.name') = 'SSM-SessionManagerRunShell'
    AND NOT regexp_like(
      replace(request_parameters, '\"', '"'), '"(s3BucketName|cloudWatchLogGroupName)"\s*:\s*"[^"]'
    ))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'UpdateStage'
    AND (
      regexp_like(request_parameters, '"path"\s*:\s*"[^"]*logging/loglevel"[^{}]*"value"\s*:\s*"OFF"')
      OR regexp_like(request_parameters, '"value"\s*:\s*"OFF"[^{}]*"path"\s*:\s*"[^"]*logging/loglevel"')
      OR regexp_like(request_parameters, '"op"\s*:\s*"remove"[^{}]*"path"\s*:\s*"/accessLogSettings')
    ))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'DeleteAccessLogSettings')
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name = 'DeleteAccessLogSubscription')
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name = 'UpdateLoggingConfiguration'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"logDestinationConfigs"\s*:\s*\[\s*\{'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVerifiedAccessInstanceLoggingConfiguration'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '(?i)"enabled"\s*:\s*"?true')
      OR regexp_like(request_parameters, '(?i)"enabled"\s*:\s*"?false')
    ))
  OR (event_source = 'workspaces-web.amazonaws.com'
    AND event_name IN (
      'DisassociateUserAccessLoggingSettings', 'DisassociateSessionLogger',
      'DeleteUserAccessLoggingSettings', 'DeleteSessionLogger'
    ))
  OR (event_source = 'ssm-guiconnect.amazonaws.com'
    AND event_name = 'DeleteConnectionRecordingPreferences')
  OR (event_source = 'xray.amazonaws.com'
    AND event_name = 'DeleteSamplingRule')
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name = 'UpdateBroker'
    AND regexp_like(request_parameters, '"(audit|general)"\s*:\s*"?false'))
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name = 'UpdateFileSystem'
    AND regexp_like(request_parameters, '"fileAccessAuditLogLevel"\s*:\s*"DISABLED"'))
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name = 'UpdateGraphqlApi'
    AND regexp_like(request_parameters, '"fieldLogLevel"\s*:\s*"NONE"'))
  OR (event_source = 'globalaccelerator.amazonaws.com'
    AND event_name = 'UpdateAcceleratorAttributes'
    AND json_extract_scalar(request_parameters, '$.flowLogsEnabled') = 'false')
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN ('SetV2LoggingOptions', 'SetV2LoggingLevel', 'SetLoggingOptions')
    AND regexp_like(
      request_parameters,
      '"disableAllLogs"\s*:\s*"?true|"(defaultLogLevel|logLevel)"\s*:\s*"DISABLED"'
    ))
  OR (event_source = 'codebuild.amazonaws.com'
    AND event_name = 'UpdateProject'
    AND regexp_like(request_parameters, '"cloudWatchLogs"\s*:\s*\{[^{}]*"status"\s*:\s*"DISABLED"'))
  OR (event_source = 'airflow.amazonaws.com'
    AND event_name = 'UpdateEnvironment'
    AND regexp_like(request_parameters, '"[a-zA-Z]+Logs"\s*:\s*\{[^{}]*"enabled"\s*:\s*"?false'))
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name = 'UpdateCluster'
    AND json_extract_scalar(request_parameters, '$.configuration.executeCommandConfiguration.logging') = 'NONE')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyClientVpnEndpoint'
    AND regexp_like(request_parameters, '(?i)"connectionLog(Options)?"\s*:\s*\{[^{}]*"enabled"\s*:\s*"?false'))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name = 'UpdateWorkGroup'
    AND regexp_like(request_parameters, '"publishCloudWatchMetricsEnabled"\s*:\s*"?false'))
  OR (event_source = 'transfer.amazonaws.com'
    AND event_name = 'UpdateServer'
    AND regexp_like(request_parameters, '"loggingRole"\s*:\s*""|"structuredLogDestinations"\s*:\s*\[\s*\]'))
ORDER BY event_time, event_id
