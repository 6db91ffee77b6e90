-- title = "MFA devices added or resynchronised"
-- why = "A device of the caller's own keeps the owner out and the caller in."
-- techniques = ["T1098.005", "T1556.006"]
-- severity = "medium"
-- harmless_when = "The user sets up its own device."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.virtualMFADeviceName'),
    json_extract_scalar(request_parameters, '$.serialNumber'),
    user_name,
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateVirtualMFADevice', 'EnableMFADevice', 'ResyncMFADevice')
ORDER BY event_time, event_id
