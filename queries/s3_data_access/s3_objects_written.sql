-- title = "S3 objects written"
-- why = "Objects were put or replaced."
-- techniques = ["T1565.001", "T1530"]
-- severity = "low"
-- fact = "objects_written"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE (event_source = 's3.amazonaws.com'
  AND event_name IN (
    'PutObject', 'CompleteMultipartUpload', 'CreateMultipartUpload', 'UploadPart', 'RenameObject'
  ))
  OR (event_source = 's3tables.amazonaws.com'
    AND event_name IN (
      'CreateTable', 'PutTableData', 'RenameTable', 'UpdateTableMetadataLocation', 'CreateNamespace'
    ))
  OR (event_source = 's3vectors.amazonaws.com'
    AND event_name IN ('PutVectors', 'CreateIndex'))
  OR (event_source = 's3-outposts.amazonaws.com'
    AND event_name = 'PutObject')
  OR (event_source = 'glacier.amazonaws.com'
    AND event_name IN ('UploadArchive', 'InitiateMultipartUpload', 'CompleteMultipartUpload'))
  OR (event_source = 'mediastore.amazonaws.com'
    AND event_name = 'PutObject')
  OR (event_source = 's3-object-lambda.amazonaws.com'
    AND event_name = 'PutObject')
ORDER BY event_time, event_id
