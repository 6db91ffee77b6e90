-- title = "Secret deleted without the way back"
-- why = "Without the recovery window the value is lost at once."
-- techniques = ["T1485"]
-- severity = "high"
-- next = "Restore the value from where it was made; where the credential had itself created the secret (section 7), nothing of the owner is lost."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'secretsmanager.amazonaws.com'
  AND event_name = 'DeleteSecret'
  AND json_extract_scalar(request_parameters, '$.forceDeleteWithoutRecovery') = 'true'
ORDER BY event_time, event_id
