-- title = "Managed policies attached"
-- why = "The identity now has the rights of the policy."
-- techniques = ["T1098.003"]
-- severity = "medium"
-- next = "Detach what is not yours; check what the identity did afterwards."
-- fact = "policies_attached"
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
ORDER BY event_time, event_id
