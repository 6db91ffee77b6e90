-- title = "Channels that move data elsewhere set up or run"
-- why = "A delivery stream, sync task, transfer server or flow carries data out on its own, day after day."
-- techniques = ["T1537", "T1567.002", "T1048", "T1020"]
-- severity = "medium"
-- harmless_when = "The data team moves data."
-- next = "Find source, destination and schedule; stop it, and see what has already gone."
-- references = ["https://docs.aws.amazon.com/transfer/latest/APIReference/API_CreateUser.html", "https://docs.aws.amazon.com/datasync/latest/userguide/API_CreateTask.html"]
-- fact = "transfer_channels"
-- tells_of = ["channel_set_up"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.deliveryStreamName'),
    json_extract_scalar(request_parameters, '$.serverId'),
    json_extract_scalar(request_parameters, '$.taskArn'),
    json_extract_scalar(request_parameters, '$.flowName'),
    json_extract_scalar(request_parameters, '$.replicationTaskIdentifier'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    regexp_extract(request_parameters, '"[A-Za-z0-9]*(?:Bucket|bucket)[A-Za-z]*"\s*:\s*"([^"]+)"', 1),
    json_extract_scalar(request_parameters, '$.serverName')
  ) AS detail
FROM events
WHERE (event_source = 'firehose.amazonaws.com'
    AND event_name IN ('CreateDeliveryStream', 'UpdateDestination'))
  OR (event_source = 'datasync.amazonaws.com'
    AND event_name IN (
      'CreateAgent', 'CreateLocationAzureBlob', 'CreateLocationEfs', 'CreateLocationFsxLustre',
      'CreateLocationFsxOntap', 'CreateLocationFsxOpenZfs', 'CreateLocationFsxWindows', 'CreateLocationHdfs',
      'CreateLocationNfs', 'CreateLocationObjectStorage', 'CreateLocationS3', 'CreateLocationSmb',
      'CreateTask', 'UpdateTask', 'StartTaskExecution', 'UpdateLocationS3', 'UpdateLocationObjectStorage',
      'AddStorageSystem', 'UpdateLocationAzureBlob', 'UpdateLocationEfs', 'UpdateLocationFsxLustre',
      'UpdateLocationFsxOntap', 'UpdateLocationFsxOpenZfs', 'UpdateLocationFsxWindows', 'UpdateLocationHdfs',
      'UpdateLocationNfs', 'UpdateLocationSmb', 'UpdateAgent', 'UpdateStorageSystem', 'UpdateTaskExecution',
      'StartDiscoveryJob'
    ))
  OR (event_source = 'transfer.amazonaws.com'
    AND event_name IN (
      'CreateServer', 'StartServer', 'CreateUser', 'UpdateUser', 'CreateAccess', 'UpdateAccess',
      'CreateConnector', 'UpdateConnector', 'StartFileTransfer', 'StartDirectoryListing', 'CreateWorkflow',
      'CreateAgreement', 'CreateWebApp', 'UpdateAgreement', 'ImportHostKey', 'UpdateHostKey',
      'ImportCertificate', 'UpdateCertificate', 'CreateProfile', 'UpdateProfile', 'StartRemoteMove',
      'StartRemoteDelete', 'TestConnection', 'UpdateWebApp'
    ))
  OR (event_source = 'appflow.amazonaws.com'
    AND event_name IN (
      'CreateFlow', 'UpdateFlow', 'StartFlow', 'CreateConnectorProfile', 'UpdateConnectorProfile',
      'RegisterConnector', 'RunFlow', 'UseConnectorProfile', 'UpdateConnectorRegistration'
    ))
  OR (event_source = 'dms.amazonaws.com'
    AND event_name IN (
      'CreateEndpoint', 'CreateReplicationInstance', 'CreateReplicationTask', 'ModifyReplicationTask',
      'StartReplicationTask', 'StartReplication', 'CreateReplicationConfig', 'CreateDataMigration',
      'StartDataMigration', 'StartMetadataModelExportToTarget', 'ModifyReplicationInstance',
      'ModifyReplicationConfig', 'ModifyDataMigration', 'CreateOutboundIntegration',
      'ModifyOutboundIntegration', 'CreateDataProvider', 'ModifyDataProvider', 'CreateMigrationProject',
      'ImportCertificate', 'ReloadTables', 'ReloadReplicationTables', 'CreateInstanceProfile',
      'TestConnection'
    ))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name IN (
      'ActivateGateway', 'CreateNFSFileShare', 'CreateSMBFileShare', 'CreateCachediSCSIVolume',
      'CreateStorediSCSIVolume', 'AssociateFileSystem', 'UpdateFileSystemAssociation',
      'SetSMBGuestPassword', 'SetLocalConsolePassword', 'JoinDomain', 'UpdateChapCredentials',
      'RetrieveTapeArchive', 'RetrieveTapeRecoveryPoint'
    ))
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN ('CreateJob', 'JobCreated', 'UpdateJobStatus', 'UpdateJobPriority'))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN ('CreateReplicator', 'UpdateReplicationInfo'))
  OR (event_source = 'kafkaconnect.amazonaws.com'
    AND event_name IN ('CreateConnector', 'UpdateConnector'))
  OR (event_source = 'mgn.amazonaws.com'
    AND event_name = 'StartReplication')
  OR (event_source = 'drs.amazonaws.com'
    AND event_name = 'StartReplication')
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name IN ('CreateFileSystem', 'ClientWrite', 'ClientRootAccess'))
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name IN (
      'CreateDataRepositoryTask', 'CreateDataRepositoryAssociation', 'CreateAndAttachS3AccessPoint',
      'CreateFileSystem', 'CreateVolume', 'CreateStorageVirtualMachine', 'UpdateStorageVirtualMachine',
      'AssociateFileSystemAliases', 'CopySnapshotAndUpdateVolume', 'CreateFileCache',
      'UpdateDataRepositoryAssociation'
    ))
  OR (event_source = 'osis.amazonaws.com'
    AND event_name IN ('CreatePipeline', 'UpdatePipeline', 'CreatePipelineEndpoint', 'StartPipeline'))
  OR (event_source = 'securitylake.amazonaws.com'
    AND event_name IN ('CreateSubscriber', 'CreateCustomLogSource', 'CreateSubscriberNotification'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN ('CreateResourceDataSync', 'UpdateResourceDataSync'))
  OR (event_source = 'cloudtrail.amazonaws.com'
    AND event_name IN ('StartImport', 'CreateChannel', 'EnableFederation'))
  OR (event_source = 'monitoring.amazonaws.com'
    AND event_name = 'StartMetricStreams')
  OR (event_source = 'app-integrations.amazonaws.com'
    AND event_name = 'CreateDataIntegration')
  OR (event_source = 'iotanalytics.amazonaws.com'
    AND event_name = 'CreateDataset')
  OR (event_source = 'mediaconnect.amazonaws.com'
    AND event_name IN ('AddFlowOutputs', 'CreateFlow'))
  OR (event_source = 's3files.amazonaws.com'
    AND event_name IN ('CreateFileSystem', 'UpdateMountTarget'))
  OR (event_source = 'snowball.amazonaws.com'
    AND event_name IN ('UpdateJob', 'UpdateCluster', 'CreateAddress'))
  OR (event_source = 'dataexchange.amazonaws.com'
    AND event_name IN (
      'CreateAsset', 'CreateDataSet', 'CreateRevision', 'CreateDataGrant', 'PublishDataSet', 'SendApiAsset',
      'CreateEventAction'
    ))
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name = 'CreateBatchLoadTask')
  OR (event_source = 'sqlworkbench.amazonaws.com'
    AND event_name IN ('CreateConnection', 'UpdateConnection', 'DriverExecute'))
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name IN ('UpdateFileSystem', 'UpdateVolume')
    AND regexp_like(request_parameters, '(?i)"(selfManagedActiveDirectoryConfiguration|fsxAdminPassword|nfsExports|rootVolumeConfiguration|endpointIpAddressRange|addRouteTableIds)"'))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name IN ('UpdateNFSFileShare', 'UpdateSMBFileShare')
    AND regexp_like(request_parameters, '(?i)"(clientList|squash|authentication|adminUserList|validUserList|invalidUserList|auditDestinationARN|sMBACLEnabled|accessBasedEnumeration)"|"readOnly"\s*:\s*"?false'))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name = 'UpdateSMBSecurityStrategy'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"(MandatorySigning|MandatoryEncryption[A-Za-z]*)"'))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name = 'UpdateSMBFileShareVisibility'
    AND coalesce(json_extract_scalar(request_parameters, '$.fileSharesVisible'), '-') <> 'false')
  OR (event_source = 'transfer.amazonaws.com'
    AND event_name = 'UpdateServer'
    AND regexp_like(request_parameters, '"(endpoint|protocol|identityProvider|hostKey|workflow|certificate)[A-Za-z]*"\s*:'))
  OR (event_source = 'dms.amazonaws.com'
    AND event_name = 'ModifyEndpoint'
    AND regexp_like(
      request_parameters,
      '"(serverName|username|password|databaseName|port|engineName|certificateArn|serviceAccessRoleArn|[A-Za-z0-9]+Settings)"\s*:|"sslMode"\s*:\s*"none"'
    ))
ORDER BY event_time, event_id
