-- title = "EC2 key pairs added"
-- why = "A key pair of the caller's own opens instances that are launched with it."
-- techniques = ["T1098.004", "T1098.001", "T1552.004"]
-- severity = "low"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN ('CreateKeyPair', 'ImportKeyPair'))
  OR (event_source = 'lightsail.amazonaws.com' AND event_name IN ('CreateKeyPair', 'ImportKeyPair'))
)
ORDER BY event_time, event_id
