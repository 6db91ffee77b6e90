-- title = "Encryption key to be deleted at the shortest notice"
-- why = "A week after this nobody can read what the key protects."
-- techniques = ["T1485", "T1486"]
-- severity = "critical"
-- next = "CancelKeyDeletion today, then enable the key."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.pendingWindowInDays') AS detail
FROM events
WHERE event_source = 'kms.amazonaws.com'
  AND event_name = 'ScheduleKeyDeletion'
  AND TRY_CAST(json_extract_scalar(request_parameters, '$.pendingWindowInDays') AS integer) <= 7
ORDER BY event_time, event_id
