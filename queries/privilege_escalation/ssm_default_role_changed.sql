-- title = "Default role of all managed instances changed"
-- why = "Every instance with the agent and without a profile of its own gets this role, and so does whoever has a shell on one."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "high"
-- harmless_when = "Default host management is set up by the operations team."
-- next = "What may the role do? Set the former one again."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.settingId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.settingValue') AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND (event_name = 'RegisterDefaultHostManagementConfiguration'
    OR (event_name IN ('UpdateServiceSetting', 'ResetServiceSetting')
      AND json_extract_scalar(request_parameters, '$.settingId') LIKE '%default-ec2-instance-management-role%'))
ORDER BY event_time, event_id
