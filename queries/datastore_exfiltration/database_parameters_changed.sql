-- title = "Parameters of databases changed"
-- why = "Parameters decide how a database signs in, encrypts, logs and extends itself; what only forces encryption or writes a log is told apart."
-- techniques = ["T1213.006", "T1098", "T1578.005"]
-- severity = "medium"
-- harmless_when = "Database administrators at work."
-- next = "Compare the parameters before and after."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBParameterGroupName'),
    json_extract_scalar(request_parameters, '$.dBClusterParameterGroupName'),
    json_extract_scalar(request_parameters, '$.parameterGroupName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source IN ('rds.amazonaws.com', 'redshift.amazonaws.com')
  AND event_name IN ('ModifyDBParameterGroup', 'ModifyDBClusterParameterGroup', 'ModifyClusterParameterGroup')
  AND regexp_like(
    -- What forces encryption or writes a log, once it is taken out, leaves what is to be looked at.
    regexp_replace(
      coalesce(request_parameters, '"parameterName"'),
      '(?i)"parameterName"\s*:\s*"(rds[.]force_ssl|require_secure_transport|require_ssl|tls|log_(statement|connections|disconnections)|general_log|slow_query_log|server_audit_logging|audit_logs|pgaudit[.]log|neptune_enable_audit_log|enable_user_activity_logging)"[^{}]*"parameterValue"\s*:\s*"(1|on|true|all|mod|ddl|read|write|enabled?|(connect|query|table)[a-z_,]*|tls1[.][23][+]?|fips-140-3)"|"parameterValue"\s*:\s*"(1|on|true|all|mod|ddl|read|write|enabled?|(connect|query|table)[a-z_,]*|tls1[.][23][+]?|fips-140-3)"[^{}]*"parameterName"\s*:\s*"(rds[.]force_ssl|require_secure_transport|require_ssl|tls|log_(statement|connections|disconnections)|general_log|slow_query_log|server_audit_logging|audit_logs|pgaudit[.]log|neptune_enable_audit_log|enable_user_activity_logging)"', ''
    ),
    '(?i)"parameterName"'
  )
ORDER BY event_time, event_id
