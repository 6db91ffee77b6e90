-- title = "Log retention cut to a week or less"
-- why = "Everything older than the new retention is deleted within days: evidence, on a timer."
-- techniques = ["T1685.002"]
-- severity = "medium"
-- harmless_when = "The group holds debug output only."
-- next = "Raise the retention at once and export what is left."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.retentionInDays') AS detail
FROM events
WHERE event_source = 'logs.amazonaws.com'
  AND event_name = 'PutRetentionPolicy'
  AND TRY_CAST(json_extract_scalar(request_parameters, '$.retentionInDays') AS integer) <= 7
ORDER BY event_time, event_id
