-- title = "Public access block changed"
-- why = "The last barrier before a public bucket is moved."
-- techniques = ["T1685", "T1190"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 's3.amazonaws.com' AND event_name IN (
    'PutBucketPublicAccessBlock',
    'DeleteBucketPublicAccessBlock',
    'PutAccountPublicAccessBlock',
    'DeleteAccountPublicAccessBlock',
    'DeletePublicAccessBlock',
    'PutPublicAccessBlock'
  ))
  OR (event_source = 'ec2.amazonaws.com' AND event_name IN ('DisableSnapshotBlockPublicAccess', 'DisableImageBlockPublicAccess'))
)
  AND (event_name LIKE 'Del%' OR event_name LIKE 'Dis%' OR regexp_like(request_parameters, '(?i)"(BlockPublicAcls|IgnorePublicAcls|BlockPublicPolicy|RestrictPublicBuckets)"\s*:\s*false'))
ORDER BY event_time, event_id
