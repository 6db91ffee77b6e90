-- title = "Lifecycle that deletes within days"
-- why = "Everything the rule covers is deleted within a week, without a deletion in the log."
-- techniques = ["T1485.001", "T1685.002"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('PutBucketLifecycle', 'PutBucketLifecycleConfiguration')
  AND (regexp_like(request_parameters, '"Expiration"\s*:\s*\{[^{}]*"Days"\s*:\s*"?[0-6]"?[,}]'))
ORDER BY event_time, event_id
