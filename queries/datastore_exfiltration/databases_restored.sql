-- title = "Databases restored or replicated"
-- why = "A restored copy has new credentials and new network rules, and nobody watches it."
-- techniques = ["T1213.006", "T1578.004", "T1578.002"]
-- severity = "medium"
-- harmless_when = "A restore test or a new replica by the owner."
-- next = "Who can reach the copy, and who set its password? Delete it after securing the logs."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html"]
-- fact = "databases_restored"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.targetDBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.targetTableName'),
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.recoveryPointArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.snapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.sourceDBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.backupArn')
  ) AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'RestoreDBInstanceFromDBSnapshot', 'RestoreDBInstanceToPointInTime', 'RestoreDBInstanceFromS3',
      'RestoreDBClusterFromSnapshot', 'RestoreDBClusterToPointInTime', 'RestoreDBClusterFromS3',
      'CreateDBInstanceReadReplica', 'CreateBlueGreenDeployment', 'BacktrackDBCluster',
      'CreateIntegration', 'CreateGlobalCluster'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'RestoreFromClusterSnapshot', 'RestoreTableFromClusterSnapshot', 'CreateIntegration'
    ))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN (
      'RestoreFromSnapshot', 'RestoreFromRecoveryPoint', 'RestoreTableFromSnapshot',
      'RestoreTableFromRecoveryPoint'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name IN (
      'RestoreTableFromBackup', 'RestoreTableToPointInTime', 'RestoreTableFromAwsBackup',
      'CreateGlobalTable', 'UpdateGlobalTable', 'CreateTableReplica'
    ))
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name = 'RestoreClusterFromSnapshot')
  OR (event_source = 'cassandra.amazonaws.com'
    AND event_name = 'RestoreTable')
  OR (event_source = 'neptune-graph.amazonaws.com'
    AND event_name = 'RestoreGraphFromSnapshot')
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name IN (
      'CreateFileSystemFromBackup', 'CreateVolumeFromBackup', 'RestoreVolumeFromSnapshot'
    ))
  OR (event_source = 'backup.amazonaws.com'
    AND event_name IN ('StartRestoreJob', 'CreateBackupAccessPoint'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'CreateRelationalDatabaseFromSnapshot')
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name = 'CreateReplicationConfiguration')
  OR (event_source = 'drs.amazonaws.com'
    AND event_name = 'StartRecovery')
ORDER BY event_time, event_id
