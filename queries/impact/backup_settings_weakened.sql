-- title = "Backup plans, locks or retention weakened"
-- why = "The next backup is not made, not kept or no longer protected against deletion."
-- techniques = ["T1490"]
-- severity = "medium"
-- harmless_when = "The owner tunes cost and retention."
-- next = "Restore the setting; see which backups would have expired."
-- references = ["https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVaultLockConfiguration.html"]
-- tells_of = ["protection_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.backupPlanId'),
    json_extract_scalar(request_parameters, '$.backupVaultName'),
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.policyId'),
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.identifier'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'backup.amazonaws.com'
    AND event_name IN (
      'DeleteBackupVaultLockConfiguration', 'UpdateGlobalSettings', 'CancelLegalHold',
      'DeleteBackupVaultNotifications', 'DeleteRestoreTestingPlan',
      'DisassociateBackupVaultMpaApprovalTeam', 'DeleteBackupVaultAccessPolicy',
      'RevokeRestoreAccessBackupVault', 'DeleteFramework', 'UpdateFramework', 'DeleteReportPlan',
      'UpdateReportPlan', 'UpdateRecoveryPointIndexSettings', 'DeleteRestoreTestingSelection',
      'UpdateRestoreTestingPlan', 'DeleteTieringConfiguration', 'DeleteBackupAccessPoint'
    ))
  OR (event_source = 'dlm.amazonaws.com'
    AND event_name = 'DeleteLifecyclePolicy')
  OR (event_source = 'rbin.amazonaws.com'
    AND event_name IN ('DeleteRule', 'UnlockRule'))
  OR (event_source = 'backup.amazonaws.com'
    AND event_name = 'UpdateRegionSettings'
    AND (NOT regexp_like(coalesce(request_parameters, ''), ':\s*"?true')
      OR regexp_like(request_parameters, ':\s*"?false')))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateContinuousBackups'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"pointInTimeRecoveryEnabled"\s*:\s*"?true'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'StopDBInstanceAutomatedBackupsReplication')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('DisableSnapshotCopy', 'DeleteSnapshotSchedule', 'ModifySnapshotSchedule'))
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name = 'PutBackupPolicy'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"status"\s*:\s*"ENABLED"'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'UnlockSnapshot', 'ModifySnapshotTier', 'DisableImageDeregistrationProtection',
      'DisableFastSnapshotRestores'
    ))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PauseReplication')
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name = 'PutLifecyclePolicy')
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name = 'BypassSnaplockEnterpriseRetention')
  OR (event_source = 'glacier.amazonaws.com'
    AND event_name = 'AbortVaultLock')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'DisableAddOn')
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name IN ('UpdateSnapshotSchedule', 'BypassGovernanceRetention', 'DeleteTapePool'))
  OR (event_source = 'drs.amazonaws.com'
    AND event_name IN (
      'UpdateReplicationConfiguration', 'UpdateLaunchConfiguration', 'DeleteReplicationConfigurationTemplate',
      'DisconnectRecoveryInstance', 'TerminateRecoveryInstances'
    ))
  OR (event_source = 'backup.amazonaws.com'
    AND event_name = 'UpdateRecoveryPointLifecycle'
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"deleteAfterDays"\s*:\s*"?(-1|36[5-9]|3[7-9][0-9]|[4-9][0-9]{2}|[0-9]{4,})\b'
    ))
  OR (event_source = 'dlm.amazonaws.com'
    AND event_name = 'UpdateLifecyclePolicy'
    AND coalesce(json_extract_scalar(request_parameters, '$.state'), '-') <> 'ENABLED')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('BatchModifyClusterSnapshots', 'ModifyClusterSnapshot')
    AND coalesce(json_extract_scalar(request_parameters, '$.manualSnapshotRetentionPeriod'), '-') <> '-1')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ModifySnapshotCopyRetentionPeriod'
    AND coalesce(TRY_CAST(json_extract_scalar(request_parameters, '$.retentionPeriod') AS integer), 0) BETWEEN 0 AND 34)
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ModifyClusterSnapshotSchedule'
    AND json_extract_scalar(request_parameters, '$.disassociateSchedule') = 'true')
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name = 'UpdateFileSystemProtection'
    AND coalesce(json_extract_scalar(request_parameters, '$.replicationOverwriteProtection'), '-') <> 'ENABLED')
  OR (event_source = 'backup.amazonaws.com'
    AND event_name = 'UpdateBackupPlan'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"ruleName"')
      OR regexp_like(
        request_parameters,
        '"deleteAfterDays"\s*:\s*"?([0-9]{1,2}|[12][0-9]{2}|3[0-5][0-9]|36[0-4])\b'
      )
    ))
  OR (event_source = 'rbin.amazonaws.com'
    AND event_name = 'UpdateRule'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"retentionPeriodValue"\s*:\s*"?365\b'))
ORDER BY event_time, event_id
