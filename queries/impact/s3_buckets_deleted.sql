-- title = "Buckets deleted"
-- why = "A deleted bucket takes its configuration with it, and anyone may then register its name."
-- techniques = ["T1485"]
-- severity = "high"
-- harmless_when = "Infrastructure code tears a stack down."
-- next = "Register the name again before somebody else does; restore from backup."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html"]
-- fact = "buckets_deleted"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.tableBucketARN'),
    json_extract_scalar(request_parameters, '$.vectorBucketName'),
    json_extract_scalar(request_parameters, '$.vaultName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name = 'DeleteBucket')
  OR (event_source = 's3tables.amazonaws.com'
    AND event_name = 'DeleteTableBucket')
  OR (event_source = 's3vectors.amazonaws.com'
    AND event_name = 'DeleteVectorBucket')
  OR (event_source = 's3express.amazonaws.com'
    AND event_name = 'DeleteBucket')
  OR (event_source = 'glacier.amazonaws.com'
    AND event_name = 'DeleteVault')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'DeleteBucket')
  OR (event_source = 's3-outposts.amazonaws.com'
    AND event_name = 'DeleteBucket')
ORDER BY event_time, event_id
