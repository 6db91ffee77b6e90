-- title = "Key added to a user of a file transfer server"
-- why = "Whoever holds the key signs in to the server and reads and writes what the user may, with no credential of AWS."
-- techniques = ["T1098.004"]
-- severity = "medium"
-- harmless_when = "A partner sends a new key."
-- next = "Whose key is it? Delete it, and see what the user transferred."
-- references = ["https://docs.aws.amazon.com/transfer/latest/APIReference/API_ImportSshPublicKey.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.serverId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'transfer.amazonaws.com'
  AND event_name = 'ImportSshPublicKey'
ORDER BY event_time, event_id
