-- title = "S3 objects deleted"
-- why = "Deleted objects are gone unless the bucket keeps versions; deletion after reading is how data is held to ransom."
-- techniques = ["T1485"]
-- severity = "high"
-- harmless_when = "An application removes its own temporary objects."
-- next = "Is versioning on? Then restore from the delete markers; else from backup or replica. Compare with what was read before."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html"]
-- fact = "objects_deleted"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.tableBucketARN'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.key') AS detail
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name IN ('DeleteObject', 'DeleteObjects'))
  OR (event_source = 's3tables.amazonaws.com'
    AND event_name IN ('DeleteTable', 'DeleteNamespace'))
  OR (event_source = 's3vectors.amazonaws.com'
    AND event_name IN ('DeleteVectors', 'DeleteIndex'))
  OR (event_source = 'glacier.amazonaws.com'
    AND event_name = 'DeleteArchive')
  OR (event_source = 's3-outposts.amazonaws.com'
    AND event_name = 'DeleteObject')
  OR (event_source = 'mediastore.amazonaws.com'
    AND event_name = 'DeleteObject')
  OR (event_source = 's3-object-lambda.amazonaws.com'
    AND event_name IN ('DeleteObject', 'DeleteObjectVersion'))
ORDER BY event_time, event_id
