-- title = "Data encrypted, or keys brought in, copied or rotated"
-- why = "Key material from outside, a copied key or re-encryption is how data is moved under a key that the owner does not control."
-- techniques = ["T1486"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "The application encrypts its own data; a pipeline copies and rotates keys."
-- next = "See which key was used, who may use it, and which data was moved under it."
-- references = ["https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html", "https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.destinationKeyId'),
    json_extract_scalar(request_parameters, '$.keyArn'),
    json_extract_scalar(response_elements, '$.keyMetadata.arn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.origin') AS detail
FROM events
WHERE (event_source = 'kms.amazonaws.com'
  AND event_name IN (
    'Encrypt', 'ReEncrypt', 'ImportKeyMaterial', 'CreateCustomKeyStore', 'UpdateCustomKeyStore',
    'ConnectCustomKeyStore', 'ReplicateKey', 'UpdatePrimaryRegion', 'Encapsulate',
    'SynchronizeMultiRegionKey', 'RotateKeyOnDemand'
  ))
  OR (event_source = 'payment-cryptography.amazonaws.com'
    AND event_name IN ('ImportKey', 'EncryptData', 'RestoreKey'))
  OR (event_source = 'cloudhsm.amazonaws.com'
    AND event_name IN (
      'CreateCluster', 'CreateHsm', 'InitializeCluster', 'RestoreBackup', 'CopyBackupToRegion', 'ModifyCluster'
    ))
ORDER BY event_time, event_id
