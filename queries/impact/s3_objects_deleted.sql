-- title = "S3 objects or buckets deleted"
-- why = "Data is gone unless versions were kept."
-- techniques = ["T1485"]
-- severity = "high"
-- fact = "objects_deleted"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('DeleteObject', 'DeleteObjects', 'DeleteBucket', 'DeleteBucketReplication')
ORDER BY event_time, event_id
