-- title = "Logging or a check set up, switched on or widened"
-- why = "What is switched on was off before: what happened until now was not recorded there, and a gap between off and on can be made on purpose. A new log also copies what it records to the place that its maker names."
-- techniques = ["T1685.002"]
-- severity = "low"
-- harmless_when = "A trail or recorder is set up, or a responder switches it on again."
-- next = "Find out since when it was off and who had stopped it; treat the time between as not logged. Look who receives a new log, and whether a log group that a trail is given replaces another."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html", "https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigurationRecorder.html"]
-- fact = "logging_changes"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.configurationRecorderName'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    json_extract_scalar(request_parameters, '$.trailName'),
    json_extract_scalar(request_parameters, '$.standardsControlArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'cloudtrail.amazonaws.com'
    AND event_name IN ('CreateTrail', 'StartLogging', 'CreateEventDataStore', 'StartEventDataStoreIngestion'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'CreateFlowLogs')
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name IN ('CreateResolverQueryLogConfig', 'AssociateResolverQueryLogConfig'))
  OR (event_source = 'route53.amazonaws.com'
    AND event_name = 'CreateQueryLoggingConfig')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'EnableLogging')
  OR (event_source = 'config.amazonaws.com'
    AND event_name = 'StartConfigurationRecorder')
  -- What is narrowed in the same call is told by a graver question of the same rank.
  OR (event_source = 'cloudtrail.amazonaws.com'
    AND event_name = 'UpdateTrail'
    AND regexp_like(
      request_parameters,
      '"(isMultiRegionTrail|includeGlobalServiceEvents|enableLogFileValidation|isOrganizationTrail)"\s*:\s*"?true|"cloudWatchLogsLogGroupArn"\s*:\s*"[^"]'
    ))
  OR (event_source = 'cloudtrail.amazonaws.com'
    AND event_name = 'UpdateEventDataStore'
    AND (
      regexp_like(request_parameters, '"(multiRegionEnabled|terminationProtectionEnabled)"\s*:\s*"?true')
      OR TRY_CAST(json_extract_scalar(request_parameters, '$.retentionPeriod') AS integer) >= 2557
    ))
  OR (event_source = 'cloudtrail.amazonaws.com'
    AND event_name = 'PutInsightSelectors'
    AND regexp_like(request_parameters, '"insightType"'))
  OR (event_source = 'config.amazonaws.com'
    AND event_name = 'PutConfigurationRecorder'
    AND regexp_like(request_parameters, '"allSupported"\s*:\s*"?true'))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name = 'UpdateStandardsControl'
    AND json_extract_scalar(request_parameters, '$.controlStatus') = 'ENABLED')
  OR (event_source = 'bedrock.amazonaws.com'
    AND event_name = 'PutModelInvocationLoggingConfiguration'
    AND regexp_like(request_parameters, '"textDataDeliveryEnabled"\s*:\s*"?true'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'StartActivityStream')
ORDER BY event_time, event_id
