-- title = "Data encrypted with KMS"
-- why = "Encryption is how services protect data, and how thieves lock it away."
-- techniques = ["T1486"]
-- severity = "low"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.aliasName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'kms.amazonaws.com' AND event_name IN (
    'Encrypt',
    'CreateKey',
    'ReplicateKey',
    'ImportKeyMaterial',
    'CreateAlias',
    'CreateCustomKeyStore'
  )
ORDER BY event_time, event_id
