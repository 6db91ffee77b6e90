-- title = "Database settings changed"
-- why = "Name, network, authentication, encryption or engine options of a database are changed with these calls. Size, maintenance and what only protects it are told apart."
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
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  CASE WHEN json_extract_scalar(request_parameters, '$.masterUserPassword') IS NOT NULL THEN 'master password' END AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'ResetDBParameterGroup', 'ModifyOptionGroup', 'CreateDBProxy', 'RegisterDBProxyTargets', 'ModifyTenantDatabase', 'ModifyCertificates',
      'AddSourceIdentifierToSubscription', 'ModifyEventSubscription',
      'CreateDBParameterGroup', 'CreateDBClusterParameterGroup',
      'CreateOptionGroup', 'ResetDBClusterParameterGroup', 'RemoveRoleFromDBCluster',
      'RemoveRoleFromDBInstance', 'ModifyDBProxyTargetGroup', 'ModifyDBProxyEndpoint',
      'ModifyDBClusterEndpoint', 'DeleteDBParameterGroup', 'DeleteDBClusterParameterGroup',
      'DeleteDBSubnetGroup', 'DeleteOptionGroup', 'DeleteDBProxyEndpoint', 'DeleteDBClusterEndpoint',
      'CreateCustomDBEngineVersion', 'ModifyIntegration', 'CancelExportTask'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'CreateAuthenticationProfile', 'ModifyAuthenticationProfile', 'ModifyEventSubscription',
      'CreateHsmConfiguration', 'RotateEncryptionKey', 'CreateClusterParameterGroup',
      'ResetClusterParameterGroup', 'ModifyClusterSubnetGroup', 'CreateUsageLimit', 'ModifyUsageLimit',
      'DeleteUsageLimit', 'CreateCustomDomainAssociation', 'AddPartner'
    ))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN (
      'CreateUsageLimit', 'UpdateUsageLimit', 'DeleteUsageLimit', 'UpdateEndpointAccess',
      'CreateScheduledAction', 'UpdateScheduledAction'
    ))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'DeleteUser', 'DeleteUserGroup',
      'CreateCacheParameterGroup', 'ModifyCacheParameterGroup', 'ModifyCacheSubnetGroup', 'StartMigration'
    ))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name IN (
      'DeleteACL', 'DeleteUser',
      'UpdateParameterGroup', 'UpdateSubnetGroup'
    ))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN (
      'AddDataSource', 'UpdateDataSource', 'AddDirectQueryDataSource', 'UpdateDirectQueryDataSource',
      'AssociatePackage', 'CreatePackage', 'UpdatePackage', 'UpdateApplication', 'UpdateVpcEndpoint',
      'DeleteVpcEndpoint'
    ))
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN (
      'UpdateSecurityConfig', 'UpdateCollection', 'UpdateAccountSettings', 'CreateLifecyclePolicy',
      'UpdateLifecyclePolicy', 'DeleteLifecyclePolicy', 'DeleteSecurityConfig', 'DeleteVpcEndpoint'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateGlobalTableSettings')
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name IN (
      'CreateConfiguration', 'UpdateConfiguration', 'DeleteUser',
      'CreateReplicaBroker'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateRelationalDatabaseParameters')
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN (
      'UpdateConfiguration', 'CreateConfiguration', 'UpdateClusterConfiguration', 'CreateTopic',
      'UpdateTopic'
    ))
  OR (event_source = 'dax.amazonaws.com'
    AND event_name = 'UpdateParameterGroup')
  OR (event_source IN (
      'rds.amazonaws.com', 'redshift.amazonaws.com', 'redshift-serverless.amazonaws.com',
      'elasticache.amazonaws.com', 'memorydb.amazonaws.com', 'dynamodb.amazonaws.com', 'lightsail.amazonaws.com',
      'dsql.amazonaws.com', 'docdb-elastic.amazonaws.com', 'dax.amazonaws.com'
    )
    AND event_name IN (
      'ModifyCacheCluster', 'ModifyCluster', 'ModifyDBCluster', 'ModifyDBInstance', 'ModifyGlobalCluster',
      'ModifyGlobalReplicationGroup', 'ModifyReplicationGroup', 'ModifyServerlessCache', 'UpdateCluster',
      'UpdateNamespace', 'UpdateRelationalDatabase', 'UpdateTable', 'UpdateWorkgroup'
    )
    AND (
      -- Another name, network, secret, role, key or copy; or a protection that is lowered.
      regexp_like(
        request_parameters,
        '(?i)"(new[a-z]*(identifier|id|name)|[a-z]*parameter(group)?name|configparameters|optiongroupname|domain(iamrolename|authsecretarn|fqdn|ou)?|[a-z]*securitygroup[a-z]*|[a-z]*subnet(group|ids)[a-z]*|master[a-z]*|admin[a-z]*|manage(master|admin)[a-z]*|rotatemaster[a-z]*|auth[a-z]*|usergroup[a-z]*|aclname|cacertificateidentifier|(db)?port(number)?|enable(httpendpoint|iamdatabaseauthentication)|(default)?iamrole[a-z]*|hsm[a-z]*|replicaupdates|ssespecification|kmskeyid|notificationtopic[a-z]*|tdecredential[a-z]*)"\s*:'
      )
      OR regexp_like(
        request_parameters,
        '(?i)"(publiclyaccessible|streamenabled)"\s*:\s*"?true|"(encrypted|transitencryptionenabled|deletionprotection[a-z]*|enhancedvpcrouting|copytagstosnapshot)"\s*:\s*"?false|"transitencryptionmode"\s*:\s*"preferred"|"(backupretentionperiod|snapshotretentionlimit|automatedsnapshotretentionperiod)"\s*:\s*"?[0-6]\b|"disablelogtypes"\s*:\s*\[\s*"|"disablebackupretention"\s*:\s*"?true|"logexports"\s*:\s*\[\s*\]'
      )
    ))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN ('UpdateDomainConfig', 'UpdateElasticsearchDomainConfig')
    AND regexp_like(
      request_parameters,
      '(?i)"(accesspolicies|vpcoptions|cognitooptions|masteruser[a-z]*|samloptions|jwtoptions|iamfederationoptions|identitycenteroptions)"|"(anonymousauthenabled|internaluserdatabaseenabled)"\s*:\s*"?true|"(enabled|enforcehttps)"\s*:\s*"?false|"Policy-Min-TLS-1-0'
    ))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name = 'UpdateSecurity'
    AND regexp_like(request_parameters, '"unauthenticated"\s*:\s*\{\s*"enabled"\s*:\s*"?true|PLAINTEXT'))
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name = 'UpdateBroker'
    AND regexp_like(
      request_parameters,
      '"(authenticationStrategy|ldapServerMetadata|securityGroups|configuration|dataReplicationMode)"\s*:'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'ModifyDBProxy'
    AND regexp_like(
      request_parameters,
      '"(auth|roleArn|securityGroups|newDBProxyName)"\s*:|"requireTLS"\s*:\s*"?false'
    ))
ORDER BY event_time, event_id
