-- title = "Databases, volumes, file systems, queues or repositories deleted"
-- why = "The data in it is lost unless a snapshot, backup or clone outlives it."
-- techniques = ["T1485"]
-- severity = "high"
-- harmless_when = "Infrastructure code tears a stack down."
-- next = "Restore from automated backups at once: they may be deleted with the resource. Look for snapshots, replicas and clones."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html", "https://docs.aws.amazon.com/efs/latest/ug/API_DeleteFileSystem.html", "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html", "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html"]
-- fact = "stores_deleted"
-- tells_of = ["store_lost"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.volumeId'),
    json_extract_scalar(request_parameters, '$.fileSystemId'),
    json_extract_scalar(request_parameters, '$.queueUrl'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.skipFinalSnapshot') AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name = 'DeleteVolume')
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name IN ('DeleteFileSystem', 'DeleteMountTarget', 'DeleteAccessPoint'))
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name IN (
      'DeleteFileSystem', 'DeleteVolume', 'DeleteStorageVirtualMachine', 'DeleteFileCache'
    ))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name IN ('DeleteVolume', 'DeleteFileShare', 'DeleteGateway'))
  OR (event_source IN ('ecr.amazonaws.com', 'ecr-public.amazonaws.com')
    AND event_name IN ('DeleteRepository', 'BatchDeleteImage'))
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name IN ('DeleteRepository', 'DeleteBranch', 'DeleteFile'))
  OR (event_source = 'codeartifact.amazonaws.com'
    AND event_name IN (
      'DeleteRepository', 'DeleteDomain', 'DeletePackage', 'DeletePackageVersions',
      'DisposePackageVersions'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('DeleteDisk', 'DeleteRelationalDatabase'))
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name IN ('DeleteStream', 'DeregisterStreamConsumer'))
  OR (event_source = 'firehose.amazonaws.com'
    AND event_name = 'DeleteDeliveryStream')
  OR (event_source = 'kinesisvideo.amazonaws.com'
    AND event_name = 'DeleteStream')
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN ('DeleteCluster', 'DeleteTopic'))
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name = 'DeleteBroker')
  OR (event_source = 'sqs.amazonaws.com'
    AND event_name IN ('DeleteQueue', 'PurgeQueue'))
  OR (event_source = 'sns.amazonaws.com'
    AND event_name = 'DeleteTopic')
  OR (event_source = 'workdocs.amazonaws.com'
    AND event_name IN ('DeleteDocument', 'DeleteFolder', 'DeleteFolderContents'))
  OR (event_source = 'datasync.amazonaws.com'
    AND event_name IN ('DeleteTask', 'DeleteLocation'))
  OR (event_source = 'mediastore.amazonaws.com'
    AND event_name = 'DeleteContainer')
  OR (event_source = 'transfer.amazonaws.com'
    AND event_name IN ('DeleteServer', 'DeleteUser'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'DeleteGlobalCluster', 'DeleteDBShardGroup', 'DeleteTenantDatabase', 'DeleteBlueGreenDeployment',
      'DeleteDBProxy', 'DeleteIntegration'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('DeleteDBInstance', 'DeleteDBCluster')
    AND coalesce(json_extract_scalar(request_parameters, '$.skipFinalSnapshot'), 'true') <> 'false')
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name IN ('DeleteTable', 'DeleteTableReplica'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('DeleteIntegration', 'DeleteEndpointAccess'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'DeleteCluster'
    AND coalesce(json_extract_scalar(request_parameters, '$.skipFinalClusterSnapshot'), 'true') <> 'false')
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN ('DeleteNamespace', 'DeleteWorkgroup'))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'DeleteCacheCluster', 'DeleteReplicationGroup', 'DeleteServerlessCache',
      'DeleteGlobalReplicationGroup'
    ))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name IN ('DeleteCluster', 'DeleteMultiRegionCluster'))
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name = 'DeleteCluster')
  OR (event_source = 'dsql.amazonaws.com'
    AND event_name IN ('DeleteCluster', 'RemovePeerCluster', 'DeleteStream'))
  OR (event_source = 'neptune-graph.amazonaws.com'
    AND event_name = 'DeleteGraph')
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN ('DeleteDomain', 'DeleteElasticsearchDomain', 'DeleteIndex'))
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN ('DeleteCollection', 'DeleteIndex'))
  OR (event_source = 'cassandra.amazonaws.com'
    AND event_name IN ('DeleteTable', 'DeleteKeyspace'))
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name IN ('DeleteDatabase', 'DeleteTable'))
  OR (event_source = 'timestream-influxdb.amazonaws.com'
    AND event_name IN ('DeleteDbInstance', 'DeleteDbCluster'))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name IN (
      'DeleteDatabase', 'DeleteTable', 'BatchDeleteTable', 'DeleteCatalog', 'BatchDeletePartition',
      'DeletePartition', 'BatchDeleteTableVersion', 'DeleteUserDefinedFunction', 'DeleteRegistry',
      'DeleteSchema'
    ))
  OR (event_source = 'qldb.amazonaws.com'
    AND event_name = 'DeleteLedger')
  OR (event_source = 'sdb.amazonaws.com'
    AND event_name = 'DeleteDomain')
  OR (event_source = 'dax.amazonaws.com'
    AND event_name = 'DeleteCluster')
  OR (event_source = 's3files.amazonaws.com'
    AND event_name IN ('DeleteFileSystem', 'DeleteMountTarget', 'DeleteAccessPoint'))
  OR (event_source = 'osis.amazonaws.com'
    AND event_name = 'DeletePipeline')
  OR (event_source = 'dataexchange.amazonaws.com'
    AND event_name IN ('DeleteDataSet', 'DeleteAsset', 'DeleteRevision', 'RevokeRevision'))
ORDER BY event_time, event_id
