-- title = "Windows passwords of instances read"
-- why = "The administrator password of the instance, encrypted with its key pair."
-- techniques = ["T1555", "T1552.005"]
-- severity = "high"
-- severity_otherwise = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('GetPasswordData')
ORDER BY event_time, event_id
