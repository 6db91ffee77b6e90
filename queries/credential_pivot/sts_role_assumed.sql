-- title = "Roles assumed"
-- why = "The caller now acts with the rights of the role, under another key."
-- techniques = ["T1550.001", "T1078.004"]
-- severity = "low"
-- harmless_when = "Tools assume roles as a matter of course."
-- next = "The session is followed in section 5; revoke the role's older sessions."
-- fact = "roles_assumed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleArn'),
    json_extract_scalar(response_elements, '$.assumedRoleUser.arn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN ('AssumeRole')
  AND (coalesce(user_type, '') <> 'AWSService')
ORDER BY event_time, event_id
