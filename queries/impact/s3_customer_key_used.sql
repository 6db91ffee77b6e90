-- title = "Objects written with a key that only the caller holds"
-- why = "With SSE-C neither AWS nor the owner can read the object again: objects are taken hostage without any malware."
-- techniques = ["T1486"]
-- severity = "high"
-- harmless_when = "The application has always used SSE-C."
-- next = "Stop the credential, restore former versions, block SSE-C by bucket policy."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN (
    'PutObject', 'CopyObject', 'CreateMultipartUpload', 'UploadPart', 'UploadPartCopy'
  )
  AND regexp_like(request_parameters, '(?i)"x-amz-server-side-encryption-customer-algorithm"\s*:\s*"AES256"')
ORDER BY event_time, event_id
