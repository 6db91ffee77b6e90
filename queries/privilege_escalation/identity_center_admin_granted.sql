-- title = "Administrator policy in a permission set"
-- why = "Everyone who is assigned the permission set administers the accounts behind it."
-- techniques = ["T1098.003"]
-- severity = "high"
-- next = "Detach the policy; list the assignments of the permission set."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.permissionSetArn'),
    json_extract_scalar(request_parameters, '$.permissionSetId'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.managedPolicyArn') AS detail
FROM events
WHERE event_source = 'sso.amazonaws.com'
  AND ((event_name = 'AttachManagedPolicyToPermissionSet'
      AND regexp_like(json_extract_scalar(request_parameters, '$.managedPolicyArn'), ':policy/(job-function/)?(AdministratorAccess|IAMFullAccess|PowerUserAccess|SystemAdministrator)$'))
    OR (event_name IN ('PutInlinePolicyToPermissionSet', 'PutPermissionsPolicy')
      AND regexp_like(
        replace(request_parameters, '\"', '"'),
        '"Action"\s*:\s*(\[[^\]]*)?"(\*(:\*)?|iam:\*)"'
      )))
ORDER BY event_time, event_id
