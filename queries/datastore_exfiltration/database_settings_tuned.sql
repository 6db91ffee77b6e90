-- title = "Store or server of files resized, maintained or protected"
-- why = "The call sets a store; what it sets in names, network, authentication, encryption or log is told by another question besides."
-- techniques = ["T1578.005"]
-- severity = "low"
-- harmless_when = "Database administrators at work."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.tableName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source IN (
      'rds.amazonaws.com', 'redshift.amazonaws.com', 'redshift-serverless.amazonaws.com',
      'elasticache.amazonaws.com', 'memorydb.amazonaws.com', 'dynamodb.amazonaws.com', 'lightsail.amazonaws.com',
      'dsql.amazonaws.com', 'docdb-elastic.amazonaws.com', 'dax.amazonaws.com'
    )
    AND event_name IN (
      'ModifyCacheCluster', 'ModifyCluster', 'ModifyDBCluster', 'ModifyDBInstance', 'ModifyGlobalCluster',
      'ModifyGlobalReplicationGroup', 'ModifyReplicationGroup', 'ModifyServerlessCache', 'UpdateCluster',
      'UpdateNamespace', 'UpdateRelationalDatabase', 'UpdateTable', 'UpdateWorkgroup'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'ApplyPendingMaintenanceAction', 'ModifyCurrentDBClusterCapacity', 'DisableHttpEndpoint'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ResizeCluster')
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN ('IncreaseReplicaCount', 'DecreaseReplicaCount'))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name IN (
      'UpdateContributorInsights', 'UpdateTableReplicaAutoScaling', 'DisableKinesisStreamingDestination'
    ))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN ('UpdateMonitoring', 'UpdateSecurity'))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN ('UpdateDomainConfig', 'UpdateElasticsearchDomainConfig', 'UpgradeDomain'))
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name = 'UpdateBroker')
  OR (event_source IN ('rds.amazonaws.com', 'redshift.amazonaws.com')
    AND event_name IN (
      'ModifyDBParameterGroup', 'ModifyDBClusterParameterGroup', 'ModifyClusterParameterGroup',
      'ModifyDBProxy', 'CreateEventSubscription'
    ))
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name = 'UpdateTable')
  OR (event_source = 'cassandra.amazonaws.com'
    AND event_name = 'UpdateTable')
  OR (event_source IN ('elasticfilesystem.amazonaws.com', 'fsx.amazonaws.com')
    AND event_name IN ('UpdateFileSystem', 'UpdateVolume'))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name = 'UpdateWorkGroup')
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name IN ('UpdateSMBSecurityStrategy', 'UpdateSMBFileShare', 'UpdateNFSFileShare'))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name = 'UpdateSMBFileShareVisibility')
  OR (event_source = 'transfer.amazonaws.com'
    AND event_name = 'UpdateServer')
  OR (event_source = 'dms.amazonaws.com'
    AND event_name = 'ModifyEndpoint')
  OR (event_source = 'kinesisvideo.amazonaws.com'
    AND event_name = 'UpdateDataRetention')
ORDER BY event_time, event_id
