-- title = "Permission boundary removed or opened"
-- why = "Without its boundary an identity can use rights that were held back."
-- techniques = ["T1098.003"]
-- severity = "high"
-- rank = 1
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
  AND (event_name IN ('DeleteUserPermissionsBoundary', 'DeleteRolePermissionsBoundary')
    OR (event_name IN ('PutUserPermissionsBoundary', 'PutRolePermissionsBoundary')
      AND regexp_like(
        json_extract_scalar(request_parameters, '$.permissionsBoundary'),
        ':policy/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$'
      )))
ORDER BY event_time, event_id
