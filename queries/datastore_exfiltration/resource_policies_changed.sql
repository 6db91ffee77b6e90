-- title = "Policies, shares or access settings of stores changed"
-- why = "A policy on the store itself lets others in, and outlives the leaked key."
-- techniques = ["T1537", "T1525"]
-- severity = "medium"
-- harmless_when = "Infrastructure code sets policies."
-- next = "Read the policy; remove principals that nobody knows."
-- references = ["https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html"]
-- fact = "resource_policies_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.domainName'),
    json_extract_scalar(request_parameters, '$.fileSystemId'),
    json_extract_scalar(request_parameters, '$.backupVaultName'),
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    regexp_extract(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), '[0-9]{12}'),
    json_extract_scalar(request_parameters, '$.principal')
  ) AS detail
FROM events
WHERE (
  (event_source = 'ecr.amazonaws.com'
      AND event_name IN (
        'SetRepositoryPolicy', 'PutRegistryPolicy', 'DeleteRepositoryPolicy', 'DeleteRegistryPolicy',
        'PutReplicationConfiguration'
      ))
    OR (event_source = 'serverlessrepo.amazonaws.com'
      AND event_name = 'PutApplicationPolicy')
    OR (event_source = 'acm-pca.amazonaws.com'
      AND event_name = 'PutPolicy')
    OR (event_source = 'codeartifact.amazonaws.com'
      AND event_name IN (
        'PutDomainPermissionsPolicy', 'PutRepositoryPermissionsPolicy', 'DeleteDomainPermissionsPolicy',
        'DeleteRepositoryPermissionsPolicy'
      ))
    OR (event_source IN (
        'dynamodb.amazonaws.com', 'kinesis.amazonaws.com', 'glue.amazonaws.com', 'redshift.amazonaws.com',
        'redshift-serverless.amazonaws.com', 'schemas.amazonaws.com', 'events.amazonaws.com',
        'bedrock.amazonaws.com', 'logs.amazonaws.com', 'cloudtrail.amazonaws.com', 'codebuild.amazonaws.com',
        'ssm.amazonaws.com'
      )
      AND event_name = 'PutResourcePolicy')
    OR (event_source = 'es.amazonaws.com'
      AND event_name IN ('CreateElasticsearchDomain', 'CreateDomain', 'AuthorizeVpcEndpointAccess'))
    OR (event_source = 'aoss.amazonaws.com'
      AND event_name IN (
        'CreateAccessPolicy', 'UpdateAccessPolicy', 'DeleteAccessPolicy', 'DeleteSecurityPolicy',
        'CreateSecurityConfig', 'CreateVpcEndpoint', 'UpdateVpcEndpoint'
      ))
    OR (event_source = 'elasticfilesystem.amazonaws.com'
      AND event_name IN ('PutFileSystemPolicy', 'DeleteFileSystemPolicy'))
    OR (event_source = 'backup.amazonaws.com'
      AND event_name IN (
        'PutBackupVaultAccessPolicy', 'PutBackupVaultSharingPolicy', 'DeleteBackupVaultSharingPolicy'
      ))
    OR (event_source = 'redshift.amazonaws.com'
      AND event_name IN (
        'AuthorizeDataShare', 'AssociateDataShareConsumer', 'AuthorizeEndpointAccess',
        'AuthorizeInboundIntegration'
      ))
    OR (event_source = 'glacier.amazonaws.com'
      AND event_name IN (
        'SetVaultAccessPolicy', 'SetVaultNotifications', 'DeleteVaultAccessPolicy', 'InitiateVaultLock',
        'CompleteVaultLock'
      ))
    OR (event_source = 's3tables.amazonaws.com'
      AND event_name IN (
        'PutTableBucketPolicy', 'PutTablePolicy', 'DeleteTableBucketPolicy', 'DeleteTablePolicy'
      ))
    OR (event_source = 's3vectors.amazonaws.com'
      AND event_name IN ('PutVectorBucketPolicy', 'DeleteVectorBucketPolicy'))
    OR (event_source = 'ecr-public.amazonaws.com'
      AND event_name IN ('SetRepositoryPolicy', 'CreateRepository', 'DeleteRepositoryPolicy'))
    OR (event_source = 'events.amazonaws.com'
      AND event_name IN ('PutPermission', 'RemovePermission', 'DeleteResourcePolicy'))
    OR (event_source = 'ses.amazonaws.com'
      AND event_name IN (
        'PutIdentityPolicy', 'CreateEmailIdentityPolicy', 'UpdateEmailIdentityPolicy'
      ))
    OR (event_source = 'mediastore.amazonaws.com'
      AND event_name IN ('PutContainerPolicy', 'DeleteContainerPolicy', 'PutCorsPolicy'))
    OR (event_source IN ('sns.amazonaws.com', 'sqs.amazonaws.com')
      AND event_name = 'AddPermission')
    OR (event_source = 'kafka.amazonaws.com'
      AND event_name = 'PutClusterPolicy')
    OR (event_source = 'signer.amazonaws.com'
      AND event_name IN ('AddProfilePermission', 'RemoveProfilePermission'))
    OR (event_source = 'sagemaker.amazonaws.com'
      AND event_name IN ('PutModelPackageGroupPolicy', 'PutResourcePolicy'))
    OR (event_source = 'fsx.amazonaws.com'
      AND event_name = 'PutResourcePolicy')
    OR (event_source = 's3files.amazonaws.com'
      AND event_name IN ('PutFileSystemPolicy', 'DeleteFileSystemPolicy'))
    OR (event_source = 'dynamodb.amazonaws.com'
      AND event_name IN ('DeleteResourcePolicy', 'PutResourcePolicy'))
    OR (event_source = 'kinesis.amazonaws.com'
      AND event_name = 'DeleteResourcePolicy')
    OR (event_source = 'glue.amazonaws.com'
      AND event_name = 'DeleteResourcePolicy')
    OR (event_source = 'dsql.amazonaws.com'
      AND event_name IN ('PutClusterPolicy', 'DeleteClusterPolicy'))
    OR (event_source = 'osis.amazonaws.com'
      AND event_name = 'PutResourcePolicy')
    OR (event_source = 'ec2.amazonaws.com'
      AND event_name IN ('PutResourcePolicy', 'DeleteResourcePolicy'))
    OR (event_source = 'bedrock.amazonaws.com'
      AND event_name = 'DeleteResourcePolicy')
    OR (event_source = 'payment-cryptography.amazonaws.com'
      AND event_name = 'PutResourcePolicy')
    OR (event_source = 'cloudhsm.amazonaws.com'
      AND event_name IN ('PutResourcePolicy', 'ModifyBackupAttributes'))
    OR (event_source = 'es.amazonaws.com'
      AND event_name IN ('UpdateDomainConfig', 'UpdateElasticsearchDomainConfig')
      AND json_extract(request_parameters, '$.accessPolicies') IS NOT NULL)
    OR (event_source = 'aoss.amazonaws.com'
      AND event_name IN ('CreateSecurityPolicy', 'UpdateSecurityPolicy')
      AND NOT regexp_like(
        coalesce(request_parameters, ''),
        'AllowFromPublic\\*"\s*:\s*"?false|"type"\s*:\s*"encryption"'
      ))
  )
  -- A policy that only denies lets nobody in; one that denies everything to everybody shuts the owner out.
  AND NOT coalesce((
    regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Deny"')
    AND NOT regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Allow"')
    AND (
      regexp_like(request_parameters, 'Condition')
      OR NOT regexp_like(replace(request_parameters, '\"', '"'), '"Action"\s*:\s*(\[[^\]]*)?"([a-z0-9-]+:)?\*"')
    )
  ), false)
ORDER BY event_time, event_id
