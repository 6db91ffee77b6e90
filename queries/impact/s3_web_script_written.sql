-- title = "Script of a web page replaced"
-- why = "A changed script steals from every visitor."
-- techniques = ["T1565.001"]
-- severity = "medium"
-- rank = 1
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('PutObject')
  AND (regexp_like(json_extract_scalar(request_parameters, '$.key'), '\.js$'))
ORDER BY event_time, event_id
