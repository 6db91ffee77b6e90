-- title = "Lifecycle rules of a bucket changed"
-- why = "A lifecycle rule can empty a bucket, the log bucket included, without a single delete call."
-- techniques = ["T1685.002", "T1485.001"]
-- severity = "medium"
-- harmless_when = "Cost housekeeping on a bucket without logs or originals."
-- next = "Is it a bucket that receives logs or backups? Then remove the rule before it runs: rules run once a day."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.LifecycleConfiguration.Rule.Expiration.Days'),
    regexp_extract(request_parameters, '"(?:Days|NoncurrentDays)"\s*:\s*"?([0-9]+)', 1)
  ) AS detail
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name IN (
      'PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle',
      'DeleteBucketLifecycleConfiguration'
    )
    -- Rules that delete nothing, or nothing within a year, are told with the other settings of recovery.
    AND NOT (
      regexp_like(request_parameters, '"Rule"\s*:')
      AND NOT (
        regexp_like(request_parameters, '"(Noncurrent[A-Za-z]*)?Expiration"')
        AND regexp_like(
          request_parameters,
          '"(Days|NoncurrentDays)"\s*:\s*"?([0-9]{1,2}|[12][0-9]{2}|3[0-5][0-9]|36[0-4])\b|"(Date|ExpiredObjectDeleteMarker)"'
        )
      )
    ))
ORDER BY event_time, event_id
