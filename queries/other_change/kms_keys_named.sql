-- title = "Keys named, described, enabled or kept from deletion"
-- why = "A name can lead an application to another key; a key that is enabled again was disabled before."
-- techniques = []
-- severity = "low"
-- harmless_when = "A deployment names the keys of what it deploys, or a responder brings a key back."
-- next = "Which key did the name stand for before? Who had disabled the key?"
-- references = ["https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.aliasName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.aliasName') AS detail
FROM events
WHERE (event_source = 'kms.amazonaws.com'
    AND event_name IN ('CreateAlias', 'EnableKey', 'CancelKeyDeletion', 'UpdateKeyDescription'))
  OR (event_source = 'payment-cryptography.amazonaws.com'
    AND event_name IN ('CreateAlias', 'UpdateAlias'))
ORDER BY event_time, event_id
