-- title = "Object retention bypassed or taken away"
-- why = "Object Lock is what keeps backups from being deleted; who may bypass it can destroy them."
-- techniques = ["T1490", "T1485"]
-- severity = "high"
-- harmless_when = "A data steward ends a legal hold."
-- next = "See whether the objects were deleted afterwards; take the right to bypass away."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('PutObjectRetention', 'PutObjectLegalHold', 'DeleteObject', 'DeleteObjects')
  AND (
    regexp_like(request_parameters, '(?i)"x-amz-bypass-governance-retention"\s*:\s*\[?\s*"?true')
    OR (event_name = 'PutObjectLegalHold' AND regexp_like(request_parameters, '"Status"\s*:\s*"OFF"'))
  )
ORDER BY event_time, event_id
