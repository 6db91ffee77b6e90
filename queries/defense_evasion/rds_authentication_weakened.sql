-- title = "Database sign-in or its encryption weakened"
-- why = "Without IAM authentication a password alone opens the database, and its use is not in CloudTrail; without forced TLS it can be read on the way."
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
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'rds.amazonaws.com'
  AND (
    (event_name IN ('ModifyDBInstance', 'ModifyDBCluster')
      AND json_extract_scalar(request_parameters, '$.enableIAMDatabaseAuthentication') = 'false')
    OR (event_name IN ('ModifyDBParameterGroup', 'ModifyDBClusterParameterGroup')
      AND regexp_like(
        request_parameters,
        '"parameterName"\s*:\s*"(rds[.]force_ssl|require_secure_transport)"[^{}]*"parameterValue"\s*:\s*"(0|OFF)"|"parameterValue"\s*:\s*"(0|OFF)"[^{}]*"parameterName"\s*:\s*"(rds[.]force_ssl|require_secure_transport)"'
      ))
  )
ORDER BY event_time, event_id
