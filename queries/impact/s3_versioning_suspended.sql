-- title = "Bucket versioning suspended, MFA delete switched off, or object lock set without default retention"
-- why = "Without versions overwriting and deleting is final: the step before destruction or ransom. Object lock without a default keeps no new object; whether there was one before, the call does not say."
-- techniques = ["T1490"]
-- severity = "medium"
-- harmless_when = "A bucket of logs or caches saves cost; object lock is switched on before its default is set."
-- next = "Switch it on again; list objects written or deleted since. Which default the lock had, AWS Config or backups of the settings may tell."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html"]
-- tells_of = ["protection_weakened"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  if(
    event_name = 'PutBucketVersioning',
    concat(
      coalesce(json_extract_scalar(request_parameters, '$.VersioningConfiguration.Status'), ''), ' ', coalesce(json_extract_scalar(request_parameters, '$.VersioningConfiguration.MfaDelete'), '')
    ),
    'object lock without a default retention'
  ) AS detail
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND (
    (event_name = 'PutBucketVersioning' AND (
      json_extract_scalar(request_parameters, '$.VersioningConfiguration.Status') = 'Suspended'
      OR json_extract_scalar(request_parameters, '$.VersioningConfiguration.MfaDelete') = 'Disabled'
    ))
    OR (event_name IN ('PutBucketObjectLockConfiguration', 'PutObjectLockConfiguration')
      AND regexp_like(request_parameters, '"ObjectLockEnabled"')
      AND NOT regexp_like(request_parameters, '"DefaultRetention"'))
  )
ORDER BY event_time, event_id
