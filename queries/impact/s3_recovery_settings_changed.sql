-- title = "Versioning, object lock or lifecycle rules of a bucket changed"
-- why = "Versioning and object lock are what brings overwritten or deleted objects back."
-- techniques = ["T1490"]
-- severity = "low"
-- harmless_when = "Versioning or a lock is switched on."
-- next = "Compare the setting before and after."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.VersioningConfiguration.Status'),
    json_extract_scalar(request_parameters, '$.key')
  ) AS detail
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN (
    'PutBucketVersioning', 'PutBucketObjectLockConfiguration', 'PutObjectLockConfiguration',
    'PutObjectRetention', 'PutObjectLegalHold', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration'
  )
ORDER BY event_time, event_id
