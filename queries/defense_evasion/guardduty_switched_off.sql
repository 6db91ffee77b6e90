-- title = "GuardDuty switched off or told to archive"
-- why = "Findings are no longer made or no longer seen."
-- techniques = ["T1685"]
-- severity = "critical"
-- severity_otherwise = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.detectorId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'guardduty.amazonaws.com' AND event_name IN ('UpdateDetector', 'CreateFilter', 'UpdateFilter', 'DeleteDetector')
  AND (event_name = 'DeleteDetector' OR json_extract_scalar(request_parameters, '$.enable') = 'false' OR request_parameters LIKE '%"DISABLED"%' OR json_extract_scalar(request_parameters, '$.findingPublishingFrequency') = 'SIX_HOURS' OR json_extract_scalar(request_parameters, '$.action') = 'ARCHIVE')
ORDER BY event_time, event_id
