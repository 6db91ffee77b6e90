-- title = "Databases and tables changed or deleted"
-- why = "Data is gone, or its protection or password changed."
-- techniques = ["T1485", "T1490", "T1098"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.fileSystemId'),
    json_extract_scalar(request_parameters, '$.secretId'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.domainName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'rds.amazonaws.com' AND event_name IN (
    'DeleteDBInstance',
    'DeleteDBCluster',
    'DeleteGlobalCluster',
    'ModifyDBInstance',
    'ModifyDBCluster',
    'CreateDBInstance',
    'CreateDBCluster',
    'StopDBInstance',
    'StopDBCluster',
    'RebootDBInstance'
  ))
  OR (event_source = 'dynamodb.amazonaws.com' AND event_name IN ('DeleteTable', 'DeleteItem', 'BatchWriteItem'))
  OR (event_source = 'redshift.amazonaws.com' AND event_name IN ('DeleteCluster', 'ModifyCluster'))
  OR (event_source = 'elasticache.amazonaws.com' AND event_name IN ('DeleteCacheCluster', 'DeleteReplicationGroup'))
  OR (event_source = 'es.amazonaws.com' AND event_name IN ('DeleteElasticsearchDomain', 'DeleteDomain'))
  OR (event_source = 'elasticfilesystem.amazonaws.com' AND event_name IN ('DeleteFileSystem', 'DeleteMountTarget'))
  OR (event_source = 'fsx.amazonaws.com' AND event_name IN ('DeleteFileSystem'))
  OR (event_source = 'glue.amazonaws.com' AND event_name IN ('DeleteDatabase', 'DeleteTable'))
  OR (event_source = 'secretsmanager.amazonaws.com' AND event_name IN ('DeleteSecret', 'StopReplicationToReplica', 'RemoveRegionsFromReplication'))
  OR (event_source = 'ssm.amazonaws.com' AND event_name IN ('DeleteParameter', 'DeleteParameters'))
)
ORDER BY event_time, event_id
