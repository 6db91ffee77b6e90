-- title = "Lifecycle rule that empties a bucket within a week"
-- why = "S3 itself deletes everything that the rule names: mass deletion that needs no delete call, and for a log bucket the loss of the evidence."
-- techniques = ["T1485.001", "T1685.002"]
-- severity = "high"
-- harmless_when = "A bucket of temporary files."
-- next = "Delete the rule at once: rules run once a day, and objects already marked can still be copied away for a short time."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"(?:Days|NoncurrentDays)"\s*:\s*"?([0-9]+)', 1) AS detail
FROM events
-- A rule that is disabled deletes nothing: where one is, expiry and "Enabled" must stand in the same rule.
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('PutBucketLifecycle', 'PutBucketLifecycleConfiguration')
  AND regexp_like(request_parameters, '"(?:Expiration|NoncurrentVersionExpiration)"\s*:\s*\{[^{}]*"(?:Days|NoncurrentDays)"\s*:\s*"?[0-6]"?\s*(?:,[^{}]*)?\}')
  AND (
    NOT regexp_like(request_parameters, '"Status"\s*:\s*"Disabled"')
    OR regexp_like(
      request_parameters,
      '"Status"\s*:\s*"Enabled"[^{}]*(?:\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}[^{}]*)*"(?:Expiration|NoncurrentVersionExpiration)"\s*:\s*\{[^{}]*"(?:Days|NoncurrentDays)"\s*:\s*"?[0-6]"?\s*(?:,[^{}]*)?\}|"(?:Expiration|NoncurrentVersionExpiration)"\s*:\s*\{[^{}]*"(?:Days|NoncurrentDays)"\s*:\s*"?[0-6]"?\s*(?:,[^{}]*)?\}[^{}]*(?:\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}[^{}]*)*"Status"\s*:\s*"Enabled"'
    )
  )
ORDER BY event_time, event_id
