-- title = "Store opened to everyone or to another account"
-- why = "Anyone, or the named account, can now read or write the queue, topic, repository or table without any key of this account."
-- techniques = ["T1537", "T1567"]
-- severity = "high"
-- harmless_when = "A partner account by contract."
-- next = "Remove the statement; look who used it: data events of the store, where they are logged."
-- references = ["https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html", "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html"]
-- fact = "stores_opened"
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.queueName'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.fileSystemId'),
    json_extract_scalar(request_parameters, '$.backupVaultName'),
    json_extract_scalar(request_parameters, '$.eventBusName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), '[0-9]{12}') AS detail
FROM events
-- A public statement counts when no condition limits it: nothing in braces stands beside effect and
-- principal.
WHERE (
    (event_source = 'ecr.amazonaws.com' AND event_name IN ('SetRepositoryPolicy', 'PutRegistryPolicy'))
    OR (event_source = 'sqs.amazonaws.com' AND event_name IN ('SetQueueAttributes', 'CreateQueue', 'AddPermission'))
    OR (event_source = 'sns.amazonaws.com' AND event_name IN ('SetTopicAttributes', 'CreateTopic', 'AddPermission'))
    OR (event_source = 'codeartifact.amazonaws.com'
      AND event_name IN ('PutDomainPermissionsPolicy', 'PutRepositoryPermissionsPolicy'))
    OR (event_name = 'PutResourcePolicy' AND event_source IN (
      'dynamodb.amazonaws.com', 'kinesis.amazonaws.com', 'glue.amazonaws.com', 'redshift.amazonaws.com',
      'schemas.amazonaws.com', 'logs.amazonaws.com', 'bedrock.amazonaws.com', 'codebuild.amazonaws.com',
      'cloudtrail.amazonaws.com', 'ssm.amazonaws.com'
    ))
    OR (event_source = 'acm-pca.amazonaws.com' AND event_name = 'PutPolicy')
    OR (event_source = 'elasticfilesystem.amazonaws.com' AND event_name = 'PutFileSystemPolicy')
    OR (event_source = 'es.amazonaws.com' AND event_name IN (
      'CreateElasticsearchDomain', 'CreateDomain', 'UpdateDomainConfig', 'UpdateElasticsearchDomainConfig'
    ))
    OR (event_source = 'backup.amazonaws.com'
      AND event_name IN ('PutBackupVaultAccessPolicy', 'PutBackupVaultSharingPolicy'))
    OR (event_source = 'events.amazonaws.com' AND event_name IN ('PutPermission', 'PutResourcePolicy'))
    OR (event_source = 'glacier.amazonaws.com' AND event_name = 'SetVaultAccessPolicy')
    OR (event_source = 's3tables.amazonaws.com' AND event_name IN ('PutTableBucketPolicy', 'PutTablePolicy'))
    OR (event_source = 'ses.amazonaws.com' AND event_name IN ('PutIdentityPolicy', 'CreateEmailIdentityPolicy'))
    OR (event_source = 'mediastore.amazonaws.com' AND event_name = 'PutContainerPolicy')
    OR (event_source = 'logs.amazonaws.com'
      AND event_name IN ('PutDestinationPolicy', 'PutDeliveryDestinationPolicy'))
  )
  AND (
    regexp_like(
      replace(replace(request_parameters, '\"', '"'), '\n', ' '),
      '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*"Effect"\s*:\s*"Allow"[^{}]*\}'
    )
    OR regexp_like(
      replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''),
      '"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*\{[^{}]*[0-9]{12}|"Principal"\s*:\s*\{[^{}]*[0-9]{12}[^{}]*\}[^{}]*"Effect"\s*:\s*"Allow"'
    )
    OR regexp_like(
      replace(request_parameters, coalesce(recipient_account_id, '-'), ''),
      '(?i)"awsAccountIds?"\s*:\s*\[[^\]]*"([0-9]{12}|\*)"|"principal"\s*:\s*"([0-9]{12}|\*)"'
    ))
ORDER BY event_time, event_id
