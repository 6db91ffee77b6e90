-- title = "Users, roles or groups renamed or changed"
-- why = "A new name or longer sessions make an identity harder to find and easier to use."
-- techniques = ["T1098"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.aWSServiceName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN (
    'UpdateUser',
    'UpdateRole',
    'UpdateGroup',
    'UpdateRoleDescription',
    'CreateServiceLinkedRole',
    'SetSecurityTokenServicePreferences'
  )
ORDER BY event_time, event_id
