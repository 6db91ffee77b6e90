-- title = "Objects encrypted with a key of another account"
-- why = "Whoever owns the key decides who can read the objects: the owner of the bucket may be locked out."
-- techniques = ["T1486"]
-- severity = "high"
-- harmless_when = "A central security account holds the keys."
-- next = "Ask who owns the account in the key ARN; copy what can still be read."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, 'arn:aws[a-z-]*:kms:[^"]+') AS detail
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN (
    'PutBucketEncryption', 'PutObject', 'CopyObject', 'CreateMultipartUpload', 'UpdateObjectEncryption'
  )
  AND regexp_like(
    replace(request_parameters, coalesce(recipient_account_id, '-'), ''),
    'arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:'
  )
ORDER BY event_time, event_id
