-- title = "Administrator policy attached"
-- why = "The identity now controls the account, or can give itself control."
-- techniques = ["T1098.003"]
-- severity = "high"
-- severity_otherwise = "medium"
-- next = "Detach the policy now; treat everything the identity did since as suspect."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.policyArn') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy')
  AND (regexp_like(json_extract_scalar(request_parameters, '$.policyArn'), ':policy/(job-function/)?(AdministratorAccess|IAMFullAccess|PowerUserAccess|SystemAdministrator)$'))
ORDER BY event_time, event_id
