-- title = "Master password of a database set"
-- why = "The caller can now log in to the database as its administrator."
-- techniques = ["T1098", "T1213.006"]
-- severity = "high"
-- harmless_when = "Rotation by the owner."
-- next = "Set the password again; read the database's own audit log."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"]
-- fact = "database_passwords_changed"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.namespaceName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBInstance', 'ModifyDBCluster', 'ModifyTenantDatabase')
    AND (
      json_extract_scalar(request_parameters, '$.masterUserPassword') IS NOT NULL
      OR json_extract_scalar(request_parameters, '$.manageMasterUserPassword') IS NOT NULL
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ModifyCluster'
    AND (json_extract_scalar(request_parameters, '$.masterUserPassword') IS NOT NULL OR json_extract_scalar(request_parameters, '$.manageMasterPassword') IS NOT NULL))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name = 'UpdateNamespace'
    AND json_extract_scalar(request_parameters, '$.adminUserPassword') IS NOT NULL)
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name = 'UpdateCluster'
    AND json_extract_scalar(request_parameters, '$.adminUserPassword') IS NOT NULL)
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN ('ModifyReplicationGroup', 'ModifyCacheCluster')
    AND json_extract_scalar(request_parameters, '$.authToken') IS NOT NULL)
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateRelationalDatabase'
    AND json_extract_scalar(request_parameters, '$.masterUserPassword') IS NOT NULL)
ORDER BY event_time, event_id
