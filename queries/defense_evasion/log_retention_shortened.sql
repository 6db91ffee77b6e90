-- title = "Log retention of a week or less"
-- why = "Logs will be gone before anybody looks."
-- techniques = ["T1685.002"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.retentionInDays') AS detail
FROM events
WHERE event_source = 'logs.amazonaws.com' AND event_name IN ('PutRetentionPolicy')
  AND (TRY_CAST(json_extract_scalar(request_parameters, '$.retentionInDays') AS bigint) <= 7)
ORDER BY event_time, event_id
