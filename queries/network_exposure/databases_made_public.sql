-- title = "Database reachable from the internet"
-- why = "The database has a public address: its password is all that protects it."
-- techniques = ["T1190", "T1686.001"]
-- severity = "high"
-- harmless_when = "A test database without data."
-- next = "Make it private, look at its security groups and at logins from outside."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"]
-- fact = "databases_made_public"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.workgroupName'),
    json_extract_scalar(request_parameters, '$.relationalDatabaseName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(response_elements, '$.endpoint.address'),
    json_extract_scalar(request_parameters, '$.engine')
  ) AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'CreateDBInstance', 'ModifyDBInstance', 'CreateDBCluster', 'ModifyDBCluster',
      'RestoreDBInstanceFromDBSnapshot', 'RestoreDBInstanceToPointInTime', 'RestoreDBInstanceFromS3',
      'RestoreDBClusterFromSnapshot', 'RestoreDBClusterToPointInTime', 'CreateDBInstanceReadReplica'
    )
    AND (
      json_extract_scalar(request_parameters, '$.publiclyAccessible') = 'true'
      OR json_extract_scalar(response_elements, '$.publiclyAccessible') = 'true'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('CreateCluster', 'ModifyCluster', 'RestoreFromClusterSnapshot')
    AND json_extract_scalar(request_parameters, '$.publiclyAccessible') = 'true')
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name IN ('CreateWorkgroup', 'UpdateWorkgroup')
    AND json_extract_scalar(request_parameters, '$.publiclyAccessible') = 'true')
  OR (event_source = 'dms.amazonaws.com'
    AND event_name = 'CreateReplicationInstance'
    AND json_extract_scalar(request_parameters, '$.publiclyAccessible') = 'true')
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name = 'CreateBroker'
    AND json_extract_scalar(request_parameters, '$.publiclyAccessible') = 'true')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateRelationalDatabase', 'UpdateRelationalDatabase')
    AND json_extract_scalar(request_parameters, '$.publiclyAccessible') = 'true')
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN ('UpdateConnectivity', 'CreateCluster', 'CreateClusterV2')
    AND regexp_like(request_parameters, '"SERVICE_PROVIDED_EIPS"'))
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN ('CreateSecurityPolicy', 'UpdateSecurityPolicy')
    AND regexp_like(request_parameters, 'AllowFromPublic\\?"\s*:\s*\\?"?true'))
ORDER BY event_time, event_id
