-- title = "Bucket policy that keeps a logging service out"
-- why = "A statement denies a service that delivers logs: the trail or the recorder stays on, and nothing arrives."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "A statement with a condition keeps out only deliveries of foreign accounts."
-- next = "Restore the policy; treat the time since then as not logged, and look for what the services still have (event history)."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html"]
-- fact = "logging_changes"
-- rank = 2
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name = 'PutBucketPolicy'
  AND any_match(
    -- A policy of one statement may have it without a list around it.
    coalesce(
      try(CAST(json_extract(request_parameters, '$.bucketPolicy.Statement') AS array<json>)),
      try(CAST(json_parse('[' || json_format(json_extract(request_parameters, '$.bucketPolicy.Statement')) || ']') AS array<json>)),
      try(CAST(json_extract(json_parse(json_extract_scalar(request_parameters, '$.policy')), '$.Statement') AS array<json>))
    ),
    statement -> json_extract_scalar(statement, '$.Effect') = 'Deny'
      AND regexp_like(
        json_format(json_extract(statement, '$.Principal.Service')),
        '"(cloudtrail|config|delivery[.]logs|logging[.]s3|logs|guardduty)[.]amazonaws[.]com"'
      )
  )
ORDER BY event_time, event_id
