-- title = "Identities changed by the role of a machine, function or container"
-- why = "What runs by itself hardly ever makes users, keys or rights: whoever does it with its credentials took them from there, or put code there."
-- techniques = ["T1098", "T1552.005", "T1078.004"]
-- severity = "high"
-- harmless_when = "A build server, an administration host or a custom resource of a stack that manages identities."
-- next = "Isolate the machine; see who was on it and what its role made."
-- references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html"]
-- rank = -2
-- circumstance = true
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND user_type = 'AssumedRole'
  AND (regexp_like(principal_id, ':i-[0-9a-f]+$') OR regexp_like(user_agent, 'exec-env/AWS_(Lambda|ECS)'))
  AND event_name IN (
    'CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'AttachUserPolicy',
    'AttachRolePolicy', 'AttachGroupPolicy', 'PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy',
    'AddUserToGroup', 'UpdateAssumeRolePolicy', 'CreateRole', 'CreatePolicyVersion', 'AddRoleToInstanceProfile',
    'CreateInstanceProfile'
  )
ORDER BY event_time, event_id
