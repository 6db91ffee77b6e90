-- title = "Versioning or object lock weakened"
-- why = "Deleted or overwritten data can no longer be brought back."
-- techniques = ["T1490"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN (
    'PutBucketVersioning',
    'PutBucketObjectLockConfiguration',
    'PutObjectRetention',
    'PutObjectLegalHold'
  )
  AND (request_parameters LIKE '%"Suspended"%' OR regexp_like(request_parameters, '"MfaDelete"\s*:\s*"Disabled"') OR event_name <> 'PutBucketVersioning')
ORDER BY event_time, event_id
