-- title = "Encryption keys disabled or scheduled for deletion"
-- why = "Everything under the key becomes unreadable."
-- techniques = ["T1485", "T1486"]
-- severity = "critical"
-- severity_otherwise = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.aliasName'),
    json_extract_scalar(request_parameters, '$.customKeyStoreId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'kms.amazonaws.com' AND event_name IN (
    'ScheduleKeyDeletion',
    'DisableKey',
    'DeleteImportedKeyMaterial',
    'DeleteCustomKeyStore',
    'DisconnectCustomKeyStore',
    'DeleteAlias',
    'UpdateAlias',
    'DisableKeyRotation',
    'RevokeGrant'
  )
ORDER BY event_time, event_id
