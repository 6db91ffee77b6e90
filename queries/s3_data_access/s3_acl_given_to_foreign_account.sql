-- title = "Bucket or object ACL given to another account"
-- why = "The other account reads or overwrites the objects with its own keys, past every policy that looks only at this account."
-- techniques = ["T1537", "T1530"]
-- severity = "high"
-- harmless_when = "A grant in a header names the own account: canonical IDs do not show whose they are. The service that delivers CloudFront logs is left out."
-- next = "Take the grant back; ask who owns the canonical ID; read the data events of the bucket."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html", "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-legacy-s3.html"]
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"Permission"\s*:\s*"([A-Z_]+)"', 1) AS detail
FROM events
-- A grant to the owner itself, or to the account that delivers CloudFront logs (a fixed ID), gives nothing away.
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('PutBucketAcl', 'PutObjectAcl')
  AND (
    (json_extract_scalar(request_parameters, '$.AccessControlPolicy.Owner.ID') IS NOT NULL
      AND regexp_like(
        replace(
          replace(request_parameters, coalesce(json_extract_scalar(request_parameters, '$.AccessControlPolicy.Owner.ID'), '-'), ''),
          'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0', ''
        ),
        '"Grantee"\s*:\s*\{[^{}]*"ID"\s*:\s*"[^"]'
      ))
    OR regexp_like(request_parameters, '"x-amz-grant-[a-z-]+"\s*:\s*\[?\s*"(?:[^"\\]|\\.)*?(id|emailAddress)=')
  )
ORDER BY event_time, event_id
