-- title = "Bucket or object made public"
-- why = "Anybody on the internet can now read it."
-- techniques = ["T1530"]
-- severity = "high"
-- severity_otherwise = "medium"
-- tells_of = ["opened_to_outsiders", "opened_to_everybody"]
-- rank = 2
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name IN ('PutBucketAcl', 'PutObjectAcl', 'PutObject', 'CopyObject', 'CreateBucket', 'CreateMultipartUpload')
    AND regexp_like(
      request_parameters,
      '"x-amz-acl"\s*:\s*(\[\s*)?"(public-read|public-read-write|authenticated-read)"|groups/global/(AllUsers|AuthenticatedUsers)'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateBucket'
    AND json_extract_scalar(request_parameters, '$.accessRules.getObject') = 'public')
ORDER BY event_time, event_id
