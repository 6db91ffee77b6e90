-- title = "S3 objects deleted in bulk or with their versions"
-- why = "Many objects go with one call, and a version that is deleted by its name leaves no marker to restore from; deletion after reading is how data is held to ransom."
-- techniques = ["T1485"]
-- severity = "high"
-- harmless_when = "An application empties its own temporary folder."
-- next = "Is versioning on? Then restore from the delete markers; else from backup or replica. Compare with what was read before."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html"]
-- fact = "objects_deleted"
-- tells_of = ["store_lost"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.tableBucketARN'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.versionId') AS detail
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name = 'DeleteObjects')
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'DeleteObject'
    AND json_extract_scalar(request_parameters, '$.versionId') IS NOT NULL)
  OR (event_source = 's3tables.amazonaws.com'
    AND event_name IN ('DeleteTable', 'DeleteNamespace'))
  OR (event_source = 's3vectors.amazonaws.com'
    AND event_name IN ('DeleteVectors', 'DeleteIndex'))
  OR (event_source = 'glacier.amazonaws.com'
    AND event_name = 'DeleteArchive')
  OR (event_source = 's3-object-lambda.amazonaws.com'
    AND event_name = 'DeleteObjectVersion')
ORDER BY event_time, event_id
