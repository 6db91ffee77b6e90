-- title = "Keys made"
-- why = "A new key harms nothing by itself, and is what data is moved under when it is encrypted for ransom."
-- techniques = ["T1486"]
-- severity = "low"
-- harmless_when = "A deployment makes the keys of what it deploys."
-- next = "Who may use the key, and what was encrypted with it?"
-- references = ["https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(response_elements, '$.keyMetadata.arn'),
    json_extract_scalar(request_parameters, '$.aliasName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.aliasName') AS detail
FROM events
WHERE (event_source = 'kms.amazonaws.com'
    AND event_name = 'CreateKey')
  OR (event_source = 'payment-cryptography.amazonaws.com'
    AND event_name = 'CreateKey')
ORDER BY event_time, event_id
