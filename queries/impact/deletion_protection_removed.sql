-- title = "Deletion protection or automated backups switched off"
-- why = "The guard that stands between one call and the loss of a database, an instance or a stack is taken away."
-- techniques = ["T1490", "T1578.005"]
-- severity = "high"
-- harmless_when = "The owner is about to remove the resource."
-- next = "Switch it on again; look for the deletion that follows."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"]
-- tells_of = ["protection_weakened"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.stackName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBInstance', 'ModifyDBCluster', 'ModifyGlobalCluster')
    AND (
      json_extract_scalar(request_parameters, '$.deletionProtection') = 'false'
      OR json_extract_scalar(request_parameters, '$.backupRetentionPeriod') = '0'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateTable'
    AND json_extract_scalar(request_parameters, '$.deletionProtectionEnabled') = 'false')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyInstanceAttribute'
    AND (
      json_extract_scalar(request_parameters, '$.disableApiTermination.value') = 'false'
      OR json_extract_scalar(request_parameters, '$.disableApiTermination') = 'false'
      OR (json_extract_scalar(request_parameters, '$.attribute') = 'disableApiTermination' AND json_extract_scalar(request_parameters, '$.value') = 'false')
    ))
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name = 'UpdateTerminationProtection'
    AND json_extract_scalar(request_parameters, '$.enableTerminationProtection') = 'false')
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name = 'ModifyLoadBalancerAttributes'
    AND regexp_like(
      request_parameters,
      '"deletion_protection.enabled"\s*,\s*"value"\s*:\s*"false"'
    ))
  OR (event_source = 'logs.amazonaws.com'
    AND event_name = 'PutLogGroupDeletionProtection'
    AND json_extract_scalar(request_parameters, '$.deletionProtectionEnabled') = 'false')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'SetTerminationProtection'
    AND json_extract_scalar(request_parameters, '$.terminationProtected') = 'false')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'UpdateUserPool'
    AND json_extract_scalar(request_parameters, '$.deletionProtection') = 'INACTIVE')
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateContinuousBackups'
    AND regexp_like(request_parameters, '"pointInTimeRecoveryEnabled"\s*:\s*"?false'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ModifyCluster'
    AND json_extract_scalar(request_parameters, '$.automatedSnapshotRetentionPeriod') = '0')
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN ('ModifyReplicationGroup', 'ModifyCacheCluster')
    AND json_extract_scalar(request_parameters, '$.snapshotRetentionLimit') = '0')
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name = 'PutBackupPolicy'
    AND regexp_like(request_parameters, '"DISABLED"'))
  OR (event_source = 'backup.amazonaws.com'
    AND event_name = 'DeleteBackupVaultLockConfiguration')
  OR (event_source = 'backup.amazonaws.com'
    AND event_name IN ('UpdateRecoveryPointLifecycle', 'UpdateBackupPlan')
    AND regexp_like(request_parameters, '"deleteAfterDays"\s*:\s*"?[1-7]\b'))
  OR (event_source = 'dsql.amazonaws.com'
    AND event_name = 'UpdateCluster'
    AND json_extract_scalar(request_parameters, '$.deletionProtectionEnabled') = 'false')
  OR (event_source IN ('eks.amazonaws.com', 'neptune-graph.amazonaws.com')
    AND event_name IN ('UpdateClusterConfig', 'UpdateGraph')
    AND json_extract_scalar(request_parameters, '$.deletionProtection') = 'false')
  OR (event_source = 'qldb.amazonaws.com'
    AND event_name = 'UpdateLedger'
    AND json_extract_scalar(request_parameters, '$.deletionProtection') = 'false')
  OR (event_source = 'verifiedpermissions.amazonaws.com'
    AND event_name = 'UpdatePolicyStore'
    AND json_extract_scalar(request_parameters, '$.deletionProtection') = 'DISABLED')
  OR (event_source IN ('memorydb.amazonaws.com', 'elasticache.amazonaws.com')
    AND event_name IN ('UpdateCluster', 'ModifyServerlessCache')
    AND json_extract_scalar(request_parameters, '$.snapshotRetentionLimit') = '0')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateRelationalDatabase'
    AND json_extract_scalar(request_parameters, '$.disableBackupRetention') = 'true')
  OR (event_source = 'cassandra.amazonaws.com'
    AND event_name = 'UpdateTable'
    AND json_extract_scalar(request_parameters, '$.pointInTimeRecovery.status') = 'DISABLED')
  OR (event_source = 'fsx.amazonaws.com'
    AND event_name = 'UpdateFileSystem'
    AND regexp_like(request_parameters, '"automaticBackupRetentionDays"\s*:\s*"?0\b'))
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name = 'UpdateAccountSettings'
    AND json_extract_scalar(request_parameters, '$.terminationProtectionEnabled') = 'false')
ORDER BY event_time, event_id
