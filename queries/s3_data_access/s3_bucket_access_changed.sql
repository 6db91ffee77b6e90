-- title = "Access to buckets changed"
-- why = "Policies and access lists decide who can read the bucket."
-- techniques = ["T1530", "T1567", "T1537"]
-- severity = "medium"
-- next = "Read the new policy; close it if it is not yours."
-- fact = "bucket_policies_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 's3.amazonaws.com'
  AND event_name IN (
    'CreateAccessGrant', 'CreateAccessGrantsInstance', 'CreateAccessGrantsLocation',
    'PutAccessGrantsInstanceResourcePolicy', 'DeleteAccessPointPolicy', 'CreateMultiRegionAccessPoint',
    'PutMultiRegionAccessPointPolicy', 'PutAccessPointPolicyForObjectLambda',
    'DeleteBucketOwnershipControls', 'DeleteBucketPolicy', 'PutBucketWebsite', 'PutBucketReplication',
    'CreateAccessPoint', 'PutBucketOwnershipControls', 'PutBucketNotification', 'PutBucketNotificationConfiguration',
    'PutBucketAbac', 'PutBucketRequestPayment', 'PutAccelerateConfiguration', 'PutBucketAccelerateConfiguration',
    'PutAccessPointScope',
    'DeleteAccessPointScope', 'DeleteAccessPoint', 'DeleteAccessGrantsInstanceResourcePolicy',
    'UpdateAccessGrantsLocation', 'AssociateAccessGrantsIdentityCenter',
    'DissociateAccessGrantsIdentityCenter', 'DeleteMultiRegionAccessPoint',
    'SubmitMultiRegionAccessPointRoutes', 'DeleteAccessPointPolicyForObjectLambda',
    'DeleteAccessPointForObjectLambda', 'DeleteBucketInventoryConfiguration',
    'CreateBucketMetadataConfiguration', 'CreateBucketMetadataTableConfiguration'
  )
  AND NOT (event_name = 'PutBucketOwnershipControls'
    AND regexp_like(coalesce(request_parameters, ''), '"BucketOwnerEnforced"')))
  OR (event_source = 's3express.amazonaws.com'
    AND event_name IN (
      'DeleteBucketPolicy', 'CreateAccessPoint', 'PutAccessPointPolicy', 'DeleteAccessPointPolicy',
      'PutEncryptionConfiguration', 'PutLifecycleConfiguration'
    ))
  OR (event_source = 's3-outposts.amazonaws.com'
    AND event_name IN (
      'DeleteBucketPolicy', 'CreateAccessPoint', 'PutAccessPointPolicy', 'DeleteAccessPointPolicy',
      'CreateEndpoint', 'PutReplicationConfiguration', 'PutLifecycleConfiguration', 'PutBucketVersioning'
    ))
  OR (event_source IN ('s3.amazonaws.com', 's3express.amazonaws.com', 's3-outposts.amazonaws.com')
    AND event_name IN ('PutBucketPolicy', 'PutAccessPointPolicy')
    AND (
      regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Allow"')
      OR NOT regexp_like(coalesce(request_parameters, ''), 'Effect')
    ))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketAcl'
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"x-amz-acl"\s*:\s*(\[\s*)?"(private|bucket-owner-full-control)"'
    ))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketCors'
    AND (
      regexp_like(request_parameters, '"AllowedOrigin"\s*:\s*(\[[^\]]*)?"(https?://)?\*')
      OR NOT regexp_like(coalesce(request_parameters, ''), '"AllowedOrigin"')
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateBucket'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"getObject"\s*:\s*"private"'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'SetResourceAccessForBucket'
    AND coalesce(json_extract_scalar(request_parameters, '$.access'), '-') <> 'deny')
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN ('PutBucketInventoryConfiguration', 'PutInventoryConfiguration')
    AND NOT regexp_like(coalesce(request_parameters, ''), '"IsEnabled"\s*:\s*"?false'))
ORDER BY event_time, event_id
