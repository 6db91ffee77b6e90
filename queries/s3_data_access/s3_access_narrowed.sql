-- title = "Access to a bucket narrowed, or opened to nobody new"
-- why = "The access list is private, the policy only forbids, or a grant is taken back. What shuts everybody or the log delivery out is told by another question besides."
-- techniques = ["T1530", "T1567"]
-- severity = "low"
-- harmless_when = "The owner hardens a bucket, or clears up."
-- next = "Was it open before, and who read it then?"
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html"]
-- fact = "bucket_policies_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 's3.amazonaws.com'
    AND event_name IN (
      'DeleteBucketCors', 'DeleteAccessGrant', 'DeleteAccessGrantsInstance', 'DeleteAccessGrantsLocation'
    ))
  OR (event_source IN ('s3.amazonaws.com', 's3express.amazonaws.com', 's3-outposts.amazonaws.com')
    AND event_name IN ('PutBucketPolicy', 'PutAccessPointPolicy')
    AND regexp_like(request_parameters, 'Effect')
    AND NOT regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Allow"'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketAcl'
    AND regexp_like(request_parameters, '"x-amz-acl"\s*:\s*(\[\s*)?"(private|bucket-owner-full-control)"'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketCors'
    AND regexp_like(request_parameters, '"AllowedOrigin"')
    AND NOT regexp_like(request_parameters, '"AllowedOrigin"\s*:\s*(\[[^\]]*)?"(https?://)?\*'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateBucket'
    AND regexp_like(request_parameters, '"getObject"\s*:\s*"private"'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'SetResourceAccessForBucket'
    AND json_extract_scalar(request_parameters, '$.access') = 'deny')
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN ('PutBucketInventoryConfiguration', 'PutInventoryConfiguration')
    AND regexp_like(request_parameters, '"IsEnabled"\s*:\s*"?false'))
ORDER BY event_time, event_id
