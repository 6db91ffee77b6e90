-- title = "Management events no longer recorded"
-- why = "The trail still runs and records nothing of use."
-- techniques = ["T1685.002"]
-- severity = "critical"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.trailName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name IN ('PutEventSelectors')
  AND (regexp_like(request_parameters, '"includeManagementEvents"\s*:\s*false') OR regexp_like(request_parameters, '"readWriteType"\s*:\s*"(ReadOnly|WriteOnly)"'))
ORDER BY event_time, event_id
