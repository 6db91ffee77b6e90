-- title = "User data of an instance replaced"
-- why = "User data runs as root at the next start: code on the machine without any login."
-- techniques = ["T1059.009", "T1037", "T1578.005"]
-- severity = "high"
-- harmless_when = "The operations team repairs a start script."
-- next = "Read the user data now; do not start the instance; look for a stop and start around it."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html"]
-- fact = "user_data_changed"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name = 'ModifyInstanceAttribute'
  AND (
    json_extract_scalar(request_parameters, '$.attribute') = 'userData'
    OR json_extract(request_parameters, '$.userData') IS NOT NULL
  )
ORDER BY event_time, event_id
