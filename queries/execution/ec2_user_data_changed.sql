-- title = "Start-up script of an instance changed"
-- why = "The script runs as administrator at the next start."
-- techniques = ["T1059.009", "T1037"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('ModifyInstanceAttribute')
  AND (json_extract_scalar(request_parameters, '$.attribute') = 'userData' OR json_extract_scalar(request_parameters, '$.userData') IS NOT NULL OR json_extract(request_parameters, '$.userData') IS NOT NULL)
ORDER BY event_time, event_id
