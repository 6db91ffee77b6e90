-- title = "Encryption keys disabled, cut off or their deletion scheduled"
-- why = "Everything encrypted with the key becomes unreadable, for good once the key is deleted."
-- techniques = ["T1485", "T1486", "T1489"]
-- severity = "high"
-- harmless_when = "A key without data is retired after its use was checked."
-- next = "Cancel the deletion or enable the key at once: deletion waits 7 to 30 days. List what the key encrypts."
-- references = ["https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html", "https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html"]
-- fact = "keys_disabled"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.keyIdentifier'),
    json_extract_scalar(request_parameters, '$.customKeyStoreId'),
    json_extract_scalar(request_parameters, '$.aliasName'),
    json_extract_scalar(request_parameters, '$.clusterId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.pendingWindowInDays') AS detail
FROM events
WHERE (event_source = 'kms.amazonaws.com'
    AND event_name IN (
      'DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial', 'DeleteExpiredKeyMaterial',
      'DeleteCustomKeyStore', 'DisconnectCustomKeyStore', 'DeleteAlias', 'UpdateAlias'
    ))
  OR (event_source = 'cloudhsm.amazonaws.com'
    AND event_name IN (
      'DeleteCluster', 'DeleteHsm', 'DeleteHapg', 'DeleteLunaClient', 'DeleteBackup'
    ))
  OR (event_source = 'payment-cryptography.amazonaws.com'
    AND event_name IN ('DeleteKey', 'StopKeyUsage'))
ORDER BY event_time, event_id
