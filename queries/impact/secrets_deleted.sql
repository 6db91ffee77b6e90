-- title = "Secrets or parameters deleted"
-- why = "Applications that need them stop; a forced deletion of a secret cannot be undone."
-- techniques = ["T1485", "T1489"]
-- severity = "medium"
-- harmless_when = "Infrastructure code removes what it made."
-- next = "Restore the secret (RestoreSecret) within its recovery window."
-- references = ["https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html"]
-- fact = "secrets_deleted"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.forceDeleteWithoutRecovery') AS detail
FROM events
WHERE (event_source = 'secretsmanager.amazonaws.com'
    AND event_name IN (
      'DeleteSecret', 'StopReplicationToReplica', 'RemoveRegionsFromReplication'
    ))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN ('DeleteParameter', 'DeleteParameters'))
ORDER BY event_time, event_id
