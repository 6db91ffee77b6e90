-- title = "Encryption of a bucket changed or objects re-encrypted"
-- why = "New objects are encrypted with the key that is named here; a key that the owner does not control makes them unreadable."
-- techniques = ["T1486", "T1490"]
-- severity = "medium"
-- harmless_when = "A default key is introduced by the owner."
-- next = "Check who controls the key, and set the former default again."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.tableBucketARN'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"KMSMasterKeyID"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name IN ('DeleteBucketEncryption', 'UpdateObjectEncryption'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketEncryption'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"SSEAlgorithm"\s*:\s*"AES256"'))
  OR (event_source = 's3tables.amazonaws.com'
    AND event_name IN ('PutTableBucketEncryption', 'DeleteTableBucketEncryption'))
ORDER BY event_time, event_id
