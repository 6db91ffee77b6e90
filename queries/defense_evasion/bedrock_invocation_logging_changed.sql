-- title = "Logging of model invocations changed or removed"
-- why = "Without it there is no record of prompts and answers: the usual first step of those who sell access to models."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "Logging is switched on, or moved by its owner."
-- next = "Restore the configuration in every region where models were called."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteModelInvocationLoggingConfiguration.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.loggingConfig.s3Config.bucketName'),
    json_extract_scalar(request_parameters, '$.loggingConfig.cloudWatchConfig.logGroupName'),
    aws_region
  ) AS target,
  json_extract_scalar(request_parameters, '$.loggingConfig.textDataDeliveryEnabled') AS detail
FROM events
WHERE event_source = 'bedrock.amazonaws.com'
  AND (
    event_name IN ('DeleteModelInvocationLoggingConfiguration', 'PutAccountDataRetention')
    -- A configuration that delivers the text and leaves nothing out is told as logging that is switched on.
    OR (event_name = 'PutModelInvocationLoggingConfiguration' AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"textDataDeliveryEnabled"\s*:\s*"?true')
      OR regexp_like(request_parameters, '"(text|image)DataDeliveryEnabled"\s*:\s*"?false')
    ))
  )
ORDER BY event_time, event_id
