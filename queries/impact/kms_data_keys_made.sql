-- title = "Data keys made with KMS"
-- why = "Every encryption begins with a data key, that of a ransom as well as that of the backup."
-- techniques = ["T1486"]
-- severity = "low"
-- harmless_when = "Services make a data key for nearly every write of protected data."
-- next = "Which data was written with it, and who may use the key?"
-- references = ["https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'kms.amazonaws.com'
  AND event_name IN (
    'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyWithoutPlaintext',
    'GenerateDataKeyPairWithoutPlaintext'
  )
ORDER BY event_time, event_id
