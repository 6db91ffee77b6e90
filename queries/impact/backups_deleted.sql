-- title = "Snapshots, images or backups deleted"
-- why = "Without backups there is no way back: those who extort delete them first."
-- techniques = ["T1490", "T1485"]
-- severity = "high"
-- harmless_when = "Retention by a lifecycle policy, or cleanup of test images."
-- next = "Look in the recycle bin, in other regions and accounts, in AWS Backup; lock what is left."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html", "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRecoveryPoint.html"]
-- fact = "backups_deleted"
-- tells_of = ["store_lost"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.imageId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.recoveryPointArn'),
    json_extract_scalar(request_parameters, '$.backupVaultName'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('DeleteSnapshot', 'DeregisterImage', 'DisableImage', 'DeleteFpgaImage'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'DeleteDBSnapshot', 'DeleteDBClusterSnapshot', 'DeleteDBInstanceAutomatedBackup',
      'DeleteDBClusterAutomatedBackup'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'DeleteBackup')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('DeleteClusterSnapshot', 'BatchDeleteClusterSnapshots'))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name = 'DeleteSnapshot')
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN ('DeleteSnapshot', 'DeleteServerlessCacheSnapshot'))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name = 'DeleteSnapshot')
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name = 'DeleteClusterSnapshot')
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name IN ('DeleteBackup', 'DeleteSnapshot'))
  OR (event_source = 'backup.amazonaws.com'
    AND event_name IN (
      'DeleteRecoveryPoint', 'DeleteBackupVault', 'DisassociateRecoveryPoint',
      'DisassociateRecoveryPointFromParent', 'StopBackupJob', 'DeleteBackupPlan', 'DeleteBackupSelection'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'DeleteInstanceSnapshot', 'DeleteDiskSnapshot', 'DeleteRelationalDatabaseSnapshot',
      'DeleteAutoSnapshot'
    ))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN ('DeleteWorkspaceImage', 'DeleteWorkspaceBundle'))
  OR (event_source = 'drs.amazonaws.com'
    AND event_name IN (
      'DeleteSourceServer', 'DeleteRecoveryInstance', 'DisconnectSourceServer', 'StopReplication'
    ))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name IN ('DeleteTape', 'DeleteTapeArchive', 'DeleteSnapshotSchedule'))
  OR (event_source = 'cloudhsm.amazonaws.com'
    AND event_name = 'DeleteBackup')
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'DeleteBucketReplication')
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name = 'DeleteReplicationConfiguration')
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'DeleteSnapshot')
ORDER BY event_time, event_id
