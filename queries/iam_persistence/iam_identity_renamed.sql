-- title = "Users, roles, groups or settings of session tokens changed"
-- why = "A new name, longer sessions or tokens that are valid in more regions make an identity harder to find and easier to use."
-- techniques = ["T1098"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN (
    'UpdateUser',
    'UpdateRole',
    'UpdateGroup',
    'UpdateRoleDescription',
    'SetSecurityTokenServicePreferences'
  )
ORDER BY event_time, event_id
