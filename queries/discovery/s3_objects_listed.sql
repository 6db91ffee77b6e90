-- title = "S3 objects listed"
-- why = "Names of objects tell what is worth taking; listing is not reading."
-- techniques = ["T1619", "T1530"]
-- severity = "low"
-- fact = "object_listings"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN (
    'ListObjects', 'ListObjectsV2', 'ListObjectVersions', 'HeadObject', 'HeadBucket', 'GetObjectAttributes',
    'GetObjectTagging', 'GetObjectAcl', 'ListMultipartUploads', 'ListParts', 'GetObjectRetention',
    'GetObjectLegalHold', 'GetObjectAnnotation'
  )
ORDER BY event_time, event_id
