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
      'ModifyTenantDatabase', 'ModifyActivityStream', 'StartActivityStream', 'ModifyCertificates',
      'AddSourceIdentifierToSubscription', 'DeleteEventSubscription', 'ModifyEventSubscription',
      'RemoveSourceIdentifierFromSubscription'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'ModifyCluster', 'ModifyClusterIamRoles', 'ModifyClusterParameterGroup', 'CreateClusterUser',
      'DeleteEventSubscription'
    ))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN ('UpdateNamespace', 'UpdateWorkgroup'))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'ModifyUser', 'CreateUser', 'ModifyUserGroup', 'ModifyReplicationGroup', 'ModifyCacheCluster',
      'ModifyServerlessCache'
    ))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name IN ('CreateUser', 'UpdateUser', 'UpdateACL', 'UpdateCluster'))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN ('UpdateDomainConfig', 'UpdateElasticsearchDomainConfig'))
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name = 'UpdateSecurityConfig')
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateTable')
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name IN ('CreateUser', 'UpdateUser', 'UpdateBroker'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateRelationalDatabase')
ORDER BY event_time, event_id
