-- title = "Certificates and keys exported"
-- why = "A private key outside the account can be used anywhere."
-- techniques = ["T1552.004", "T1649"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.certificateArn'),
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.exportKeyIdentifier'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (
  (event_source = 'acm.amazonaws.com' AND event_name IN ('ExportCertificate'))
  OR (event_source = 'payment-cryptography.amazonaws.com' AND event_name IN ('ExportKey'))
)
ORDER BY event_time, event_id
