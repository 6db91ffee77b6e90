-- title = "Secrets read"
-- why = "Every secret that was returned must be taken as known to the caller."
-- techniques = ["T1555.006", "T1552"]
-- severity = "medium"
-- harmless_when = "An application reads its own secret with this key."
-- next = "Rotate the secret and look at what it opens."
-- fact = "secrets_read"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    json_format(json_extract(request_parameters, '$.secretIdList')),
    {{ denied_resource }}
  ) AS target,
  json_format(json_extract(request_parameters, '$.filters')) AS detail
FROM events
WHERE event_source = 'secretsmanager.amazonaws.com' AND event_name IN ('GetSecretValue', 'BatchGetSecretValue')
ORDER BY event_time, event_id
