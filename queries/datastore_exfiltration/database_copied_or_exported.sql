-- title = "Databases copied, restored or exported"
-- why = "The copy has the same data and other passwords."
-- techniques = ["T1213.006", "T1537", "T1578.001"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.exportTaskIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.sourceArn'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'rds.amazonaws.com' AND event_name IN (
    'CreateDBSnapshot',
    'CreateDBClusterSnapshot',
    'CopyDBSnapshot',
    'CopyDBClusterSnapshot',
    'StartExportTask',
    'RestoreDBInstanceFromDBSnapshot',
    'RestoreDBClusterFromSnapshot',
    'RestoreDBInstanceToPointInTime',
    'RestoreDBClusterToPointInTime',
    'RestoreDBInstanceFromS3',
    'DownloadDBLogFilePortion',
    'DownloadCompleteDBLogFile',
    'CreateDBInstanceReadReplica'
  ))
  OR (event_source = 'rds-data.amazonaws.com' AND event_name IN ('ExecuteStatement', 'BatchExecuteStatement', 'ExecuteSql'))
  OR (event_source = 'redshift.amazonaws.com' AND event_name IN (
    'CreateClusterSnapshot',
    'CopyClusterSnapshot',
    'AuthorizeSnapshotAccess',
    'RestoreFromClusterSnapshot',
    'AuthorizeDataShare'
  ))
  OR (event_source = 'redshift-data.amazonaws.com' AND event_name IN ('ExecuteStatement', 'BatchExecuteStatement', 'GetStatementResult'))
  OR (event_source = 'elasticache.amazonaws.com' AND event_name IN ('CopySnapshot', 'CreateSnapshot'))
  OR (event_source = 'docdb-elastic.amazonaws.com' AND event_name IN ('CreateClusterSnapshot', 'CopyClusterSnapshot'))
  OR (event_source = 'dms.amazonaws.com' AND event_name IN ('CreateReplicationTask', 'StartReplicationTask', 'CreateEndpoint'))
)
ORDER BY event_time, event_id
