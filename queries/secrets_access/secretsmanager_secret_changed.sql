-- title = "Secrets changed or opened"
-- why = "A changed value or policy lets others read the secret, or locks its owner out."
-- techniques = ["T1555.006", "T1537"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'secretsmanager.amazonaws.com'
  AND event_name IN (
    'PutSecretValue', 'UpdateSecret', 'CreateSecret', 'RotateSecret', 'CancelRotateSecret',
    'ReplicateSecretToRegions', 'UpdateSecretVersionStage', 'RestoreSecret', 'AssociateCrossAccountReplica',
    'PutResourcePolicy', 'DeleteResourcePolicy', 'ValidateResourcePolicy', 'DisassociateCrossAccountReplica'
  )
  AND NOT coalesce((
    regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Deny"')
    AND NOT regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Allow"')
    AND (
      regexp_like(request_parameters, 'Condition')
      OR NOT regexp_like(replace(request_parameters, '\"', '"'), '"Action"\s*:\s*(\[[^\]]*)?"([a-z0-9-]+:)?\*"')
    )
  ), false)
ORDER BY event_time, event_id
