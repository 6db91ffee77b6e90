-- title = "Audit log re-keyed, or its protection lowered"
-- why = "It records what it did, and yet can be altered unseen, watched by nobody, deleted sooner, or read only by whoever has the key."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "The call names the key that the trail had before, or the team that owns the trail moves it to a key of its own."
-- next = "Restore the former settings; copy the log files, and see whether the owner can still decrypt new ones."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html", "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateEventDataStore.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.kmsKeyId') AS detail
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com'
  AND (
    (event_name = 'UpdateTrail' AND (
      json_extract_scalar(request_parameters, '$.enableLogFileValidation') = 'false'
      OR json_extract_scalar(request_parameters, '$.kmsKeyId') IS NOT NULL
      -- An empty name takes the log group away; any other adds or changes one.
      OR json_extract_scalar(request_parameters, '$.cloudWatchLogsLogGroupArn') = ''
    ))
    OR (event_name = 'UpdateEventDataStore' AND (
      json_extract_scalar(request_parameters, '$.terminationProtectionEnabled') = 'false'
      OR regexp_like(json_extract_scalar(request_parameters, '$.retentionPeriod'), '^[1-8]?[0-9]$')
      OR json_extract_scalar(request_parameters, '$.kmsKeyId') IS NOT NULL
    ))
  )
ORDER BY event_time, event_id
