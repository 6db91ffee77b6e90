-- title = "Objects encrypted with a key of the caller"
-- why = "With a customer-provided key only the caller can read them: ransom."
-- techniques = ["T1486"]
-- severity = "critical"
-- rank = 3
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('PutObject', 'CopyObject', 'CreateMultipartUpload', 'UploadPart')
  AND (json_extract_scalar(request_parameters, '$["x-amz-server-side-encryption-customer-algorithm"]') IS NOT NULL)
ORDER BY event_time, event_id
