-- title = "Keys with material from outside made or filled"
-- why = "The material can be deleted at any moment, and only the one who brought it can bring it back: a ready tool for ransom."
-- techniques = ["T1486"]
-- severity = "high"
-- harmless_when = "The company brings its own keys by policy."
-- next = "Find what is encrypted with the key; copy the data while the key works."
-- references = ["https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.customKeyStoreName'),
    json_extract_scalar(response_elements, '$.keyMetadata.arn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.origin') AS detail
FROM events
WHERE (event_source = 'kms.amazonaws.com'
    AND event_name = 'CreateKey'
    AND json_extract_scalar(request_parameters, '$.origin') IN ('EXTERNAL', 'EXTERNAL_KEY_STORE'))
  OR (event_source = 'kms.amazonaws.com'
    AND event_name = 'ImportKeyMaterial'
    AND coalesce(json_extract_scalar(request_parameters, '$.expirationModel'), 'KEY_MATERIAL_EXPIRES') = 'KEY_MATERIAL_EXPIRES')
  OR (event_source = 'kms.amazonaws.com'
    AND event_name = 'CreateCustomKeyStore'
    AND json_extract_scalar(request_parameters, '$.customKeyStoreType') = 'EXTERNAL_KEY_STORE')
ORDER BY event_time, event_id
