-- title = "S3 object deleted"
-- why = "A deleted object is gone unless the bucket keeps versions; one by one a whole bucket goes as well."
-- techniques = ["T1485"]
-- severity = "medium"
-- harmless_when = "An application removes its own temporary objects."
-- next = "Is versioning on? Then remove the delete marker; else restore from backup or replica. Count the deletions per hour."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html"]
-- fact = "objects_deleted"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.versionId') AS detail
FROM events
WHERE event_source IN (
    's3.amazonaws.com', 's3-outposts.amazonaws.com', 's3-object-lambda.amazonaws.com', 'mediastore.amazonaws.com'
  )
  AND event_name = 'DeleteObject'
ORDER BY event_time, event_id
