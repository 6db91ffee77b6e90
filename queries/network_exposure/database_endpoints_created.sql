-- title = "Databases created"
-- why = "A new database is a new address on the network, with a password that its maker knows."
-- techniques = ["T1133", "T1190"]
-- severity = "low"
-- harmless_when = "Infrastructure code builds an application."
-- next = "Who made it, and what is in it?"
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.cacheClusterId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.engine'),
    json_extract_scalar(request_parameters, '$.nodeType')
  ) AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'CreateDBInstance', 'CreateDBCluster', 'CreateDBShardGroup', 'CreateDBClusterEndpoint',
      'CreateDBProxyEndpoint', 'CreateTenantDatabase', 'RestoreDBInstanceFromS3'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'CreateCluster')
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN ('CreateWorkgroup', 'CreateNamespace', 'CreateEndpointAccess'))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'CreateCacheCluster', 'CreateReplicationGroup', 'CreateServerlessCache'
    ))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name = 'CreateCluster')
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name = 'CreateCluster')
  OR (event_source = 'dsql.amazonaws.com'
    AND event_name = 'CreateCluster')
  OR (event_source = 'neptune-graph.amazonaws.com'
    AND event_name = 'CreateGraph')
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name = 'CreateBroker')
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN ('CreateCluster', 'CreateClusterV2', 'UpdateConnectivity'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'CreateRelationalDatabase')
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN ('CreateCollection', 'CreateIndex'))
  OR (event_source = 'timestream-influxdb.amazonaws.com'
    AND event_name = 'CreateDbInstance')
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'CreateTable')
  OR (event_source = 'dax.amazonaws.com'
    AND event_name = 'CreateCluster')
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name IN ('CreateDatabase', 'CreateTable'))
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name = 'CreateStream')
  OR (event_source = 'es.amazonaws.com'
    AND event_name = 'CreateIndex')
ORDER BY event_time, event_id
