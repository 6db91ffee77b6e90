-- title = "Bucket policy that shuts everybody out"
-- why = "A policy that denies all of S3 to everyone locks the owner out as well."
-- techniques = ["T1531", "T1490"]
-- severity = "high"
-- harmless_when = "A denial that a condition narrows."
-- next = "Delete the policy as the root user."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name = 'PutBucketPolicy'
  AND regexp_like(
    replace(replace(request_parameters, '\"', '"'), '\n', ' '),
    '\{[^{}]*"Effect"\s*:\s*"Deny"[^{}]*"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*(\[\s*)?"\*"(\s*\])?\s*\})[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(s3:)?\*"[^{}]*\}|\{[^{}]*"Effect"\s*:\s*"Deny"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(s3:)?\*"[^{}]*"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*(\[\s*)?"\*"(\s*\])?\s*\})[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*(\[\s*)?"\*"(\s*\])?\s*\})[^{}]*"Effect"\s*:\s*"Deny"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(s3:)?\*"[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*(\[\s*)?"\*"(\s*\])?\s*\})[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(s3:)?\*"[^{}]*"Effect"\s*:\s*"Deny"[^{}]*\}|\{[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(s3:)?\*"[^{}]*"Effect"\s*:\s*"Deny"[^{}]*"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*(\[\s*)?"\*"(\s*\])?\s*\})[^{}]*\}|\{[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(s3:)?\*"[^{}]*"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*(\[\s*)?"\*"(\s*\])?\s*\})[^{}]*"Effect"\s*:\s*"Deny"[^{}]*\}'
  )
  AND NOT regexp_like(request_parameters, 'SecureTransport')
ORDER BY event_time, event_id
