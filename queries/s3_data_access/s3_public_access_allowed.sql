-- title = "Block on public access to S3 removed or weakened"
-- why = "From now on a policy or an ACL can open the bucket to the world."
-- techniques = ["T1685", "T1190"]
-- severity = "high"
-- harmless_when = "A bucket that serves a public site."
-- next = "Switch all four settings on again; look at policy, ACLs and anonymous reads of the bucket."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND (
    event_name IN ('DeleteBucketPublicAccessBlock', 'DeletePublicAccessBlock', 'DeleteAccountPublicAccessBlock')
    OR (
      event_name IN (
        'PutBucketPublicAccessBlock', 'PutPublicAccessBlock', 'PutAccountPublicAccessBlock',
        'PutAccessPointPublicAccessBlock'
      )
      AND regexp_like(
        request_parameters,
        '"(BlockPublicAcls|IgnorePublicAcls|BlockPublicPolicy|RestrictPublicBuckets)"\s*:\s*"?false'
      )
    )
  )
ORDER BY event_time, event_id
