-- title = "Log retention or log target changed"
-- why = "It decides how long evidence lives, and where it is."
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
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.retentionInDays') AS detail
FROM events
WHERE (event_source = 'logs.amazonaws.com'
    AND event_name IN ('PutRetentionPolicy', 'DeleteRetentionPolicy', 'PutStorageTierPolicy'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketLogging')
  OR (event_source IN ('waf.amazonaws.com', 'waf-regional.amazonaws.com', 'wafv2.amazonaws.com')
    AND event_name = 'PutLoggingConfiguration')
ORDER BY event_time, event_id
