-- title = "Snapshots, images or backups made or copied"
-- why = "A snapshot is a copy of the data that can be shared, restored or exported without touching the original."
-- techniques = ["T1578.001", "T1537", "T1074.002"]
-- severity = "medium"
-- harmless_when = "Scheduled backups."
-- next = "Follow the snapshot: was it shared, copied, restored, exported or read directly?"
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html", "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html"]
-- fact = "snapshots_taken"
-- tells_of = ["store_copied"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.volumeId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.sourceSnapshotId'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(response_elements, '$.snapshotId'),
    json_extract_scalar(response_elements, '$.imageId'),
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'CreateSnapshot', 'CreateSnapshots', 'CopySnapshot', 'CreateImage', 'CopyImage',
      'RestoreSnapshotFromRecycleBin', 'RestoreSnapshotTier', 'CopyFpgaImage'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'CreateDBSnapshot', 'CreateDBClusterSnapshot', 'CopyDBSnapshot', 'CopyDBClusterSnapshot',
      'ModifyDBSnapshot'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'CreateClusterSnapshot', 'CopyClusterSnapshot', 'EnableSnapshotCopy', 'CreateSnapshotCopyGrant'
    ))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN (
      'CreateSnapshot', 'ConvertRecoveryPointToSnapshot', 'CreateSnapshotCopyConfiguration'
    ))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'CreateSnapshot', 'CreateServerlessCacheSnapshot', 'CopyServerlessCacheSnapshot', 'CopySnapshot'
    ))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name IN ('CreateSnapshot', 'CopySnapshot'))
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name IN ('CreateClusterSnapshot', 'CopyClusterSnapshot'))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'CreateBackup')
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name IN ('CreateBackup', 'CopyBackup', 'CreateSnapshot'))
  OR (event_source = 'backup.amazonaws.com'
    AND event_name IN (
      'StartBackupJob', 'StartCopyJob', 'CreateBackupSelection', 'CreateLogicallyAirGappedBackupVault',
      'CreateRestoreAccessBackupVault', 'CreateBackupPlan', 'CreateBackupVault', 'CopyFromBackupVault',
      'CopyIntoBackupVault'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'CreateInstanceSnapshot', 'CreateDiskSnapshot', 'CreateRelationalDatabaseSnapshot', 'CopySnapshot'
    ))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name = 'CreateWorkspaceImage')
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name IN ('CreateSnapshot', 'CreateSnapshotFromVolumeRecoveryPoint'))
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'CreateSnapshot')
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'StartDBInstanceAutomatedBackupsReplication')
ORDER BY event_time, event_id
