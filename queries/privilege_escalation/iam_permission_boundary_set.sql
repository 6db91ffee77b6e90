-- title = "Permission boundary set"
-- why = "The new boundary may be wider than the one it replaces; where there was none, it takes rights away."
-- techniques = ["T1098.003"]
-- severity = "medium"
-- harmless_when = "An administrator confines a user or role."
-- next = "Compare the boundary with the one before."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.permissionsBoundary') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('PutUserPermissionsBoundary', 'PutRolePermissionsBoundary')
ORDER BY event_time, event_id
