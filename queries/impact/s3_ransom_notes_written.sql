-- title = "Objects named like a ransom note"
-- why = "Those who encrypt or delete objects leave a note with their demand."
-- techniques = ["T1486", "T1657"]
-- severity = "high"
-- harmless_when = "An ordinary readme file."
-- next = "Read the object without changing it, and keep it as evidence."
-- references = ["https://attack.mitre.org/techniques/T1486/"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name = 'PutObject'
  AND regexp_like(
    json_extract_scalar(request_parameters, '$.key'),
    '(?i)(how.?to|decrypt|restor|recover|ransom|readme|warning|files?[-_ ]?(are|encrypted)).*\.(txt|html?|md|rtf)$'
  )
ORDER BY event_time, event_id
