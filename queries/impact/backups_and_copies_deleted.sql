-- title = "Snapshots, images or backups deleted"
-- why = "Nothing is left to restore from."
-- techniques = ["T1490", "T1485"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.imageId'),
    json_extract_scalar(request_parameters, '$.volumeId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.backupVaultName'),
    json_extract_scalar(request_parameters, '$.recoveryPointArn'),
    json_extract_scalar(request_parameters, '$.policyId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN (
    'DeleteSnapshot',
    'DeregisterImage',
    'DeleteVolume',
    'DisableFastSnapshotRestores',
    'DisableImage'
  ))
  OR (event_source = 'rds.amazonaws.com' AND event_name IN (
    'DeleteDBSnapshot',
    'DeleteDBClusterSnapshot',
    'DeleteDBInstanceAutomatedBackup',
    'DeleteDBClusterAutomatedBackup'
  ))
  OR (event_source = 'backup.amazonaws.com' AND event_name IN (
    'DeleteRecoveryPoint',
    'DeleteBackupVault',
    'DeleteBackupPlan',
    'DeleteBackupSelection',
    'StopBackupJob',
    'PutBackupVaultLockConfiguration',
    'DeleteBackupVaultLockConfiguration',
    'DeleteBackupVaultAccessPolicy',
    'UpdateRecoveryPointLifecycle',
    'DisassociateRecoveryPoint'
  ))
  OR (event_source = 'dynamodb.amazonaws.com' AND event_name IN ('DeleteBackup', 'UpdateContinuousBackups'))
  OR (event_source = 'redshift.amazonaws.com' AND event_name IN ('DeleteClusterSnapshot'))
  OR (event_source = 'elasticache.amazonaws.com' AND event_name IN ('DeleteSnapshot'))
  OR (event_source = 'dlm.amazonaws.com' AND event_name IN ('DeleteLifecyclePolicy', 'UpdateLifecyclePolicy'))
  OR (event_source = 'fsx.amazonaws.com' AND event_name IN ('DeleteBackup'))
  OR (event_source = 'elasticfilesystem.amazonaws.com' AND event_name IN ('PutBackupPolicy'))
  OR (event_source = 'glacier.amazonaws.com' AND event_name IN ('DeleteArchive', 'DeleteVault'))
)
ORDER BY event_time, event_id
