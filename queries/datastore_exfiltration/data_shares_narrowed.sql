-- title = "Share, store or mailbox narrowed, or kept within the organisation"
-- why = "Nobody gets more than before: outsiders are kept out, or lose what they had. Who takes a share back can also break what rests on it."
-- techniques = ["T1537"]
-- severity = "low"
-- harmless_when = "The owner clears up."
-- next = "See what the share had given, and to whom."
-- references = ["https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.resourceShareArn'),
    json_extract_scalar(request_parameters, '$.dataShareArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'lakeformation.amazonaws.com'
    AND event_name IN ('RevokePermissions', 'BatchRevokePermissions', 'DeregisterResource'))
  OR (event_source = 'ram.amazonaws.com'
    AND event_name IN (
      'DisassociateResourceShare', 'DeleteResourceShare', 'RejectResourceShareInvitation'
    ))
  OR (event_source = 'servicecatalog.amazonaws.com'
    AND event_name = 'DeletePortfolioShare')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'DeauthorizeDataShare', 'DisassociateDataShareConsumer', 'RejectDataShare', 'RevokeEndpointAccess'
    ))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name = 'BatchDisassociateScramSecret')
  OR (event_source = 'es.amazonaws.com'
    AND event_name = 'RevokeVpcEndpointAccess')
  OR (event_source = 'ram.amazonaws.com'
    AND event_name IN ('CreateResourceShare', 'AssociateResourceShare', 'UpdateResourceShare')
    AND json_extract_scalar(request_parameters, '$.allowExternalPrincipals') = 'false')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name = 'UpdatePublicSharingSettings'
    AND json_extract_scalar(request_parameters, '$.publicSharingEnabled') = 'false')
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN ('CreateSecurityPolicy', 'UpdateSecurityPolicy')
    AND regexp_like(request_parameters, 'AllowFromPublic\\*"\s*:\s*"?false|"type"\s*:\s*"encryption"'))
  OR (event_source = 'lakeformation.amazonaws.com'
    AND event_name = 'PutDataLakeSettings')
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name IN (
      'PutMobileDeviceAccessOverride', 'PutAccessControlRule', 'CreateMobileDeviceAccessRule',
      'UpdateMobileDeviceAccessRule'
    )
    AND json_extract_scalar(request_parameters, '$.effect') = 'DENY')
  OR (event_source IN (
      'ecr.amazonaws.com', 'acm-pca.amazonaws.com', 'codeartifact.amazonaws.com',
      'dynamodb.amazonaws.com', 'kinesis.amazonaws.com', 'glue.amazonaws.com', 'redshift.amazonaws.com',
      'events.amazonaws.com', 'logs.amazonaws.com', 'elasticfilesystem.amazonaws.com',
      'backup.amazonaws.com', 'glacier.amazonaws.com', 's3tables.amazonaws.com',
      's3vectors.amazonaws.com', 'ses.amazonaws.com', 'mediastore.amazonaws.com', 'kafka.amazonaws.com',
      'sagemaker.amazonaws.com', 'secretsmanager.amazonaws.com'
    )
    AND event_name IN (
      'SetRepositoryPolicy', 'PutRegistryPolicy', 'PutPolicy', 'PutDomainPermissionsPolicy',
      'PutRepositoryPermissionsPolicy', 'PutResourcePolicy', 'PutFileSystemPolicy',
      'PutBackupVaultAccessPolicy', 'SetVaultAccessPolicy', 'PutTableBucketPolicy', 'PutTablePolicy',
      'PutVectorBucketPolicy', 'PutIdentityPolicy', 'CreateEmailIdentityPolicy',
      'UpdateEmailIdentityPolicy', 'PutContainerPolicy', 'PutClusterPolicy', 'PutModelPackageGroupPolicy'
    )
    AND (
      regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Deny"')
      AND NOT regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Allow"')
      AND (
        regexp_like(request_parameters, 'Condition')
        OR NOT regexp_like(replace(request_parameters, '\"', '"'), '"Action"\s*:\s*(\[[^\]]*)?"([a-z0-9-]+:)?\*"')
      )
    ))
ORDER BY event_time, event_id
