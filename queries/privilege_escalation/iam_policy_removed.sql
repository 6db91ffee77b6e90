-- title = "Policies detached or deleted"
-- why = "Removing a denying policy raises rights; removing an allowing one locks others out."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "low"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.policyArn'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyArn'),
    json_extract_scalar(request_parameters, '$.policyName')
  ) AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN (
    'DetachUserPolicy',
    'DetachRolePolicy',
    'DetachGroupPolicy',
    'DeleteUserPolicy',
    'DeleteRolePolicy',
    'DeleteGroupPolicy',
    'DeletePolicy',
    'DeletePolicyVersion'
  )
ORDER BY event_time, event_id
