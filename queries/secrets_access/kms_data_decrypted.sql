-- title = "Keys used to decrypt, to sign or to hand out data keys"
-- why = "The key was used to read something that was protected, to sign in the name of its owner, or to get a data key in clear."
-- techniques = ["T1555.006"]
-- severity = "low"
-- harmless_when = "Services decrypt on behalf of nearly every read of protected data."
-- fact = "kms_decrypts"
SELECT
  event_id,
  coalesce(json_extract_scalar(resources, '$[0].arn'), json_extract_scalar(resources, '$[0].ARN'), json_extract_scalar(request_parameters, '$.keyId')) AS target,
  coalesce(json_extract_scalar(request_parameters, '$.encryptionContext.SecretARN'), json_extract_scalar(request_parameters, '$.encryptionContext.PARAMETER_ARN')) AS detail
FROM events
WHERE (event_source = 'kms.amazonaws.com' AND event_name IN (
    'Decrypt',
    'ReEncrypt',
    'GenerateDataKey',
    'GenerateDataKeyPair',
    'DeriveSharedSecret',
    'Decapsulate',
    'Sign',
    'GenerateMac'
  ))
  OR (event_source = 'payment-cryptography.amazonaws.com'
    AND event_name IN ('DecryptData', 'TranslatePinData', 'ReEncryptData'))
ORDER BY event_time, event_id
