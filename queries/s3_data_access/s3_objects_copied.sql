-- title = "S3 objects copied"
-- why = "A copy can go to a bucket of another account."
-- techniques = ["T1530", "T1537"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target,
  json_extract_scalar(request_parameters, '$["x-amz-copy-source"]') AS detail
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('CopyObject', 'UploadPartCopy')
ORDER BY event_time, event_id
