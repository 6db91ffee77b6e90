-- title = "MFA devices removed"
-- why = "A password alone is enough from now on."
-- techniques = ["T1556.006"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.serialNumber'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('DeactivateMFADevice', 'DeleteVirtualMFADevice')
ORDER BY event_time, event_id
