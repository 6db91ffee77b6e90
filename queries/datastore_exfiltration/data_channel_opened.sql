-- title = "Channels that carry data out set up"
-- why = "Queues, topics, streams and transfer services can send data elsewhere."
-- techniques = ["T1537", "T1567"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.endpoint'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.deliveryStreamName'),
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.destinationName'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'sqs.amazonaws.com' AND event_name IN ('SetQueueAttributes', 'AddPermission'))
  OR (event_source = 'sns.amazonaws.com' AND event_name IN ('SetTopicAttributes', 'AddPermission', 'Subscribe', 'PutDataProtectionPolicy'))
  OR (event_source = 'firehose.amazonaws.com' AND event_name IN ('CreateDeliveryStream', 'UpdateDestination'))
  OR (event_source = 'kinesis.amazonaws.com' AND event_name IN ('PutResourcePolicy', 'GetRecords'))
  OR (event_source = 'datasync.amazonaws.com' AND event_name IN ('CreateTask', 'StartTaskExecution', 'CreateLocationS3'))
  OR (event_source = 'transfer.amazonaws.com' AND event_name IN ('CreateServer', 'CreateUser', 'ImportSshPublicKey', 'StartFileTransfer'))
  OR (event_source = 'backup.amazonaws.com' AND event_name IN (
    'StartCopyJob',
    'PutBackupVaultAccessPolicy',
    'StartRestoreJob',
    'ExportBackupPlanTemplate',
    'StartBackupJob'
  ))
  OR (event_source = 'logs.amazonaws.com' AND event_name IN (
    'PutSubscriptionFilter',
    'PutDestination',
    'PutDestinationPolicy',
    'PutResourcePolicy'
  ))
  OR (event_source = 'cloudshell.amazonaws.com' AND event_name IN ('GetFileDownloadUrls'))
  OR (event_source = 'ram.amazonaws.com' AND event_name IN (
    'CreateResourceShare',
    'AssociateResourceShare',
    'EnableSharingWithAwsOrganization'
  ))
  OR (event_source = 's3.amazonaws.com' AND event_name IN ('CreateJob'))
  OR (event_source = 'appflow.amazonaws.com' AND event_name IN ('CreateFlow', 'StartFlow'))
  OR (event_source = 'ec2.amazonaws.com' AND event_name IN (
    'CreateTrafficMirrorFilter',
    'CreateTrafficMirrorTarget',
    'CreateTrafficMirrorSession',
    'CreateTrafficMirrorFilterRule'
  ))
  OR (event_source = 'events.amazonaws.com' AND event_name IN ('PutPermission', 'CreateConnection', 'CreateApiDestination'))
  OR (event_source = 'snowball.amazonaws.com' AND event_name IN ('CreateJob'))
  OR (event_source = 'lakeformation.amazonaws.com' AND event_name IN ('GrantPermissions'))
  OR (event_source = 'glue.amazonaws.com' AND event_name IN ('PutResourcePolicy'))
)
ORDER BY event_time, event_id
