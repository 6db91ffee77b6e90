-- title = "Database settings changed"
-- why = "Master password, network, authentication and engine options of a database are changed with these calls."
-- techniques = ["T1213.006", "T1098", "T1578.005"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "Database administrators at work."
-- next = "Compare the settings before and after; change the master password again if it was set."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.dBParameterGroupName'),
    json_extract_scalar(request_parameters, '$.tableName'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  CASE WHEN json_extract_scalar(request_parameters, '$.masterUserPassword') IS NOT NULL THEN 'master password' END AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'ModifyDBInstance', 'ModifyDBCluster', 'ModifyGlobalCluster', 'ModifyDBParameterGroup',
      'ModifyDBClusterParameterGroup', 'ResetDBParameterGroup', 'ModifyOptionGroup', 'AddRoleToDBCluster',
      'AddRoleToDBInstance', 'CreateDBProxy', 'ModifyDBProxy', 'RegisterDBProxyTargets',
      'ModifyTenantDatabase', 'StartActivityStream', 'ModifyCertificates',
      'AddSourceIdentifierToSubscription', 'DeleteEventSubscription', 'ModifyEventSubscription',
      'RemoveSourceIdentifierFromSubscription', 'CreateDBParameterGroup', 'CreateDBClusterParameterGroup',
      'CreateOptionGroup', 'CreateEventSubscription', 'ResetDBClusterParameterGroup',
      'RemoveRoleFromDBCluster', 'RemoveRoleFromDBInstance', 'ModifyDBProxyTargetGroup',
      'ModifyDBProxyEndpoint', 'ModifyDBClusterEndpoint', 'ApplyPendingMaintenanceAction',
      'DisableHttpEndpoint', 'DeleteDBParameterGroup', 'DeleteDBClusterParameterGroup', 'DeleteDBSubnetGroup',
      'DeleteOptionGroup', 'DeleteDBProxyEndpoint', 'DeleteDBClusterEndpoint',
      'ModifyCurrentDBClusterCapacity', 'CreateCustomDBEngineVersion', 'ModifyIntegration', 'CancelExportTask'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'ModifyCluster', 'ModifyClusterIamRoles', 'ModifyClusterParameterGroup', 'CreateClusterUser',
      'DeleteEventSubscription', 'CreateAuthenticationProfile', 'ModifyAuthenticationProfile',
      'CreateEventSubscription', 'ModifyEventSubscription', 'CreateHsmConfiguration', 'RotateEncryptionKey',
      'ResizeCluster', 'CreateClusterParameterGroup', 'ResetClusterParameterGroup', 'ModifyClusterSubnetGroup',
      'CreateUsageLimit', 'ModifyUsageLimit', 'DeleteUsageLimit', 'CreateCustomDomainAssociation', 'AddPartner'
    ))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN (
      'UpdateNamespace', 'UpdateWorkgroup', 'CreateUsageLimit', 'UpdateUsageLimit', 'DeleteUsageLimit',
      'UpdateEndpointAccess', 'CreateScheduledAction', 'UpdateScheduledAction'
    ))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'ModifyUser', 'CreateUser', 'ModifyUserGroup', 'ModifyReplicationGroup', 'ModifyCacheCluster',
      'ModifyServerlessCache', 'CreateUserGroup', 'DeleteUser', 'DeleteUserGroup', 'CreateCacheParameterGroup',
      'ModifyCacheParameterGroup', 'ModifyCacheSubnetGroup', 'ModifyGlobalReplicationGroup',
      'IncreaseReplicaCount', 'DecreaseReplicaCount', 'StartMigration'
    ))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name IN (
      'CreateUser', 'UpdateUser', 'UpdateACL', 'UpdateCluster', 'CreateACL', 'DeleteACL', 'DeleteUser',
      'UpdateParameterGroup', 'UpdateSubnetGroup'
    ))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN (
      'UpdateDomainConfig', 'UpdateElasticsearchDomainConfig', 'AddDataSource', 'UpdateDataSource',
      'AddDirectQueryDataSource', 'UpdateDirectQueryDataSource', 'AssociatePackage', 'CreatePackage',
      'UpdatePackage', 'UpdateApplication', 'UpgradeDomain', 'UpdateVpcEndpoint', 'DeleteVpcEndpoint'
    ))
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN (
      'UpdateSecurityConfig', 'UpdateCollection', 'UpdateAccountSettings', 'CreateLifecyclePolicy',
      'UpdateLifecyclePolicy', 'DeleteLifecyclePolicy', 'DeleteSecurityConfig', 'DeleteVpcEndpoint'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name IN (
      'UpdateTable', 'UpdateGlobalTableSettings', 'UpdateContributorInsights',
      'DisableKinesisStreamingDestination', 'UpdateTableReplicaAutoScaling'
    ))
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name IN (
      'CreateUser', 'UpdateUser', 'UpdateBroker', 'CreateConfiguration', 'UpdateConfiguration', 'DeleteUser',
      'CreateReplicaBroker'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('UpdateRelationalDatabase', 'UpdateRelationalDatabaseParameters'))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN (
      'UpdateSecurity', 'UpdateConfiguration', 'CreateConfiguration', 'UpdateClusterConfiguration',
      'UpdateMonitoring', 'CreateTopic', 'UpdateTopic'
    ))
  OR (event_source = 'dax.amazonaws.com'
    AND event_name IN ('UpdateCluster', 'UpdateParameterGroup'))
  OR (event_source = 'dsql.amazonaws.com'
    AND event_name = 'UpdateCluster')
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name = 'UpdateCluster')
ORDER BY event_time, event_id
