-- title = "Tags, access or state of S3 objects changed"
-- why = "What an object holds is as before; who may read it, what rules apply to it, or whether it can be read at once, is not."
-- techniques = ["T1530"]
-- severity = "low"
-- harmless_when = "An application tags its own objects, or a person restores an archived one."
-- next = "Compare access and tags with before; see whether the object was read afterwards."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html"]
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name IN (
      'PutObjectAcl', 'PutObjectTagging', 'DeleteObjectTagging', 'RestoreObject', 'AbortMultipartUpload'
    ))
  OR (event_source = 's3-outposts.amazonaws.com'
    AND event_name = 'PutObjectAcl')
ORDER BY event_time, event_id
