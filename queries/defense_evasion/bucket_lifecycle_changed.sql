-- title = "Bucket lifecycle changed"
-- why = "A lifecycle rule on a log bucket deletes logs without a deletion being recorded."
-- techniques = ["T1685.002", "T1485.001"]
-- severity = "medium"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN (
    'PutBucketLifecycle',
    'PutBucketLifecycleConfiguration',
    'DeleteBucketLifecycle'
  )
ORDER BY event_time, event_id
