-- title = "Backup, lock, deletion protection or signing set up or kept"
-- why = "What the call sets keeps backups, or keeps machines, stacks and zones from deletion or forgery, or leaves it as it is: what it gives up is told by another question besides. A lock can also keep the owner from clearing up."
-- techniques = ["T1490"]
-- severity = "low"
-- harmless_when = "The owner sets up backups or guards them."
-- next = "See whom the lock or the rule serves."
-- references = ["https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html", "https://docs.aws.amazon.com/dlm/latest/APIReference/API_UpdateLifecyclePolicy.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.backupVaultName'),
    json_extract_scalar(request_parameters, '$.policyId'),
    json_extract_scalar(request_parameters, '$.stackName'),
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.tableName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'backup.amazonaws.com'
    AND event_name IN (
      'PutBackupVaultLockConfiguration', 'PutBackupVaultNotifications', 'UpdateRecoveryPointLifecycle',
      'UpdateRegionSettings', 'CreateLegalHold'
    ))
  OR (event_source = 'dlm.amazonaws.com'
    AND event_name = 'UpdateLifecyclePolicy')
  OR (event_source = 'rbin.amazonaws.com'
    AND event_name IN ('CreateRule', 'LockRule'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'ModifySnapshotCopyRetentionPeriod', 'BatchModifyClusterSnapshots', 'ModifyClusterSnapshot',
      'ModifyClusterSnapshotSchedule', 'CreateSnapshotSchedule'
    ))
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name IN ('PutBackupPolicy', 'UpdateFileSystemProtection', 'PutLifecycleConfiguration'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('LockSnapshot', 'EnableImageDeregistrationProtection'))
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name = 'DeleteLifecyclePolicy')
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateContinuousBackups')
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name = 'UpdateTerminationProtection')
  OR (event_source = 'logs.amazonaws.com'
    AND event_name = 'PutLogGroupDeletionProtection')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'SetTerminationProtection')
  OR (event_source = 'ssm-incidents.amazonaws.com'
    AND event_name = 'UpdateDeletionProtection')
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name = 'UpdateTaskProtection')
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN ('SetInstanceProtection', 'SetInstanceHealth'))
  OR (event_source = 'route53.amazonaws.com'
    AND event_name IN (
      'EnableHostedZoneDNSSEC', 'ActivateKeySigningKey', 'CreateKeySigningKey', 'CreateHealthCheck',
      'UpdateHostedZoneComment'
    ))
  OR (event_source = 'route53domains.amazonaws.com'
    AND event_name IN ('EnableDomainTransferLock', 'EnableDomainAutoRenew', 'UpdateDomainContactPrivacy'))
  OR (event_source = 'backup.amazonaws.com'
    AND event_name = 'UpdateBackupPlan')
  OR (event_source = 'rbin.amazonaws.com'
    AND event_name = 'UpdateRule')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name = 'UpdateAccountSettings')
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name = 'SetStackPolicy')
  OR (event_source = 'fis.amazonaws.com'
    AND event_name = 'UpdateSafetyLeverState')
  OR (event_source = 'route53-recovery-cluster.amazonaws.com'
    AND event_name IN ('UpdateRoutingControlState', 'UpdateRoutingControlStates'))
  OR (event_source = 'route53.amazonaws.com'
    AND event_name = 'UpdateHealthCheck')
ORDER BY event_time, event_id
