-- title = "Object named like a ransom note"
-- why = "The name is one that ransom notes carry."
-- techniques = ["T1486"]
-- severity = "critical"
-- harmless_when = "README files are common in code."
-- rank = 2
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('PutObject')
  AND (regexp_like(json_extract_scalar(request_parameters, '$.key'), '(?i)(how.?to|decrypt|restor|recover|ransom|readme|warning|files?_?(are|encrypted)).*\.(txt|html?|md|rtf)$'))
ORDER BY event_time, event_id
