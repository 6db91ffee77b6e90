-- title = "Block on public access or default encryption of a bucket switched on, or its access lists switched off"
-- why = "The call strengthens the bucket; it is named so that it is not taken for the opposite."
-- techniques = []
-- severity = "low"
-- harmless_when = "Owners and infrastructure code set it on every new bucket."
-- next = "Was a KMS key the default before? Then see who gains by its going."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html"]
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
      'PutBucketPublicAccessBlock', 'PutPublicAccessBlock', 'PutAccountPublicAccessBlock',
      'PutAccessPointPublicAccessBlock'
    )
    AND regexp_like(
      request_parameters,
      '("(BlockPublicAcls|IgnorePublicAcls|BlockPublicPolicy|RestrictPublicBuckets)"\s*:\s*"?true"?\s*,?\s*){4}'
    ))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketEncryption'
    AND regexp_like(request_parameters, '"SSEAlgorithm"\s*:\s*"AES256"'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketOwnershipControls'
    AND regexp_like(request_parameters, '"BucketOwnerEnforced"'))
ORDER BY event_time, event_id
