-- title = "Block on public access to S3 changed"
-- why = "The block overrules every policy and ACL that would open a bucket to the world."
-- techniques = ["T1685", "T1190"]
-- severity = "medium"
-- harmless_when = "The block is switched on."
-- next = "Compare the settings before and after; all four belong on."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_format(json_extract(request_parameters, '$.PublicAccessBlockConfiguration')) AS detail
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN (
    'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'PutPublicAccessBlock',
    'DeletePublicAccessBlock', 'PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock',
    'PutAccessPointPublicAccessBlock'
  )
  AND NOT regexp_like(
    coalesce(request_parameters, ''),
    '("(BlockPublicAcls|IgnorePublicAcls|BlockPublicPolicy|RestrictPublicBuckets)"\s*:\s*"?true"?\s*,?\s*){4}'
  )
ORDER BY event_time, event_id
