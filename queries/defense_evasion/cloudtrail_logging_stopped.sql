-- title = "CloudTrail stopped or deleted"
-- why = "What was done afterwards may be missing from the logs."
-- techniques = ["T1685.002"]
-- severity = "critical"
-- severity_otherwise = "high"
-- next = "Restore the trail; look for other records of the time in between."
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name IN (
    'StopLogging',
    'DeleteTrail',
    'DeleteEventDataStore',
    'StopEventDataStoreIngestion',
    'DeleteChannel'
  )
ORDER BY event_time, event_id
