-- title = "Database sign-in, its encryption or its log weakened"
-- why = "Without IAM authentication a password alone opens the database, and its use is not in CloudTrail; without forced TLS it can be read on the way; without its log nobody sees who asked for what."
-- techniques = ["T1556", "T1685"]
-- severity = "medium"
-- harmless_when = "A client that cannot sign in with IAM or speak TLS."
-- next = "Restore the setting; look at the database's own log of sign-ins."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.dBParameterGroupName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBInstance', 'ModifyDBCluster')
    AND json_extract_scalar(request_parameters, '$.enableIAMDatabaseAuthentication') = 'false')
  OR (event_source IN ('rds.amazonaws.com', 'redshift.amazonaws.com')
    AND event_name IN ('ModifyDBParameterGroup', 'ModifyDBClusterParameterGroup', 'ModifyClusterParameterGroup')
    AND regexp_like(
      request_parameters,
      '(?i)"parameterName"\s*:\s*"(rds[.]force_ssl|require_secure_transport|require_ssl|tls|log_(statement|connections|disconnections)|general_log|slow_query_log|server_audit_logging|audit_logs|pgaudit[.]log|neptune_enable_audit_log|enable_user_activity_logging)"[^{}]*"parameterValue"\s*:\s*"(0|off|false|none|disabled?)"|"parameterValue"\s*:\s*"(0|off|false|none|disabled?)"[^{}]*"parameterName"\s*:\s*"(rds[.]force_ssl|require_secure_transport|require_ssl|tls|log_(statement|connections|disconnections)|general_log|slow_query_log|server_audit_logging|audit_logs|pgaudit[.]log|neptune_enable_audit_log|enable_user_activity_logging)"'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'ModifyDBProxy'
    AND json_extract_scalar(request_parameters, '$.requireTLS') = 'false')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ModifyCluster'
    AND json_extract_scalar(request_parameters, '$.encrypted') = 'false')
  OR (event_source IN ('elasticache.amazonaws.com', 'memorydb.amazonaws.com')
    AND event_name IN ('ModifyReplicationGroup', 'UpdateCluster')
    AND json_extract_scalar(request_parameters, '$.transitEncryptionEnabled') = 'false')
ORDER BY event_time, event_id
