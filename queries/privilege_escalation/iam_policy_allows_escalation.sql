-- title = "Policy that lets its holder take any role or make itself stronger"
-- why = "Passing or assuming every role, or writing policies and keys for everybody, is as good as administration."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "high"
-- harmless_when = "An administration role that is meant to manage identities."
-- next = "Remove the statement; see which roles and users the holder touched since."
-- references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"]
-- severity_otherwise = "medium"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.policyName'),
    json_extract_scalar(request_parameters, '$.policyArn'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy', 'CreatePolicy', 'CreatePolicyVersion')
  AND regexp_like(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(
      json_extract_scalar(request_parameters, '$.policyDocument'),
      json_format(json_extract(request_parameters, '$.policyDocument'))
    ), '\n', ' '), '%7B', '{'), '%7D', '}'), '%5B', '['), '%5D', ']'), '%22', '"'), '%3A', ':'), '%2A', '*'), '%20', ' '),
    '"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(iam:(PassRole|Pass\*|Attach[A-Za-z]*(Policy|\*)|Put[A-Za-z]*(Policy|\*)|Create(AccessKey|LoginProfile|PolicyVersion|User|Role|\*)|Update(AssumeRolePolicy|LoginProfile|\*)|SetDefaultPolicyVersion|AddUserToGroup)|sts:(AssumeRole|\*))"|"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(iam:(PassRole|Pass\*|Attach[A-Za-z]*(Policy|\*)|Put[A-Za-z]*(Policy|\*)|Create(AccessKey|LoginProfile|PolicyVersion|User|Role|\*)|Update(AssumeRolePolicy|LoginProfile|\*)|SetDefaultPolicyVersion|AddUserToGroup)|sts:(AssumeRole|\*))"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"|"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(iam:(PassRole|Pass\*|Attach[A-Za-z]*(Policy|\*)|Put[A-Za-z]*(Policy|\*)|Create(AccessKey|LoginProfile|PolicyVersion|User|Role|\*)|Update(AssumeRolePolicy|LoginProfile|\*)|SetDefaultPolicyVersion|AddUserToGroup)|sts:(AssumeRole|\*))"|"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(iam:(PassRole|Pass\*|Attach[A-Za-z]*(Policy|\*)|Put[A-Za-z]*(Policy|\*)|Create(AccessKey|LoginProfile|PolicyVersion|User|Role|\*)|Update(AssumeRolePolicy|LoginProfile|\*)|SetDefaultPolicyVersion|AddUserToGroup)|sts:(AssumeRole|\*))"[^{}]*"Effect"\s*:\s*"Allow"|"Action"\s*:\s*(\[[^\]]*)?"(iam:(PassRole|Pass\*|Attach[A-Za-z]*(Policy|\*)|Put[A-Za-z]*(Policy|\*)|Create(AccessKey|LoginProfile|PolicyVersion|User|Role|\*)|Update(AssumeRolePolicy|LoginProfile|\*)|SetDefaultPolicyVersion|AddUserToGroup)|sts:(AssumeRole|\*))"[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"|"Action"\s*:\s*(\[[^\]]*)?"(iam:(PassRole|Pass\*|Attach[A-Za-z]*(Policy|\*)|Put[A-Za-z]*(Policy|\*)|Create(AccessKey|LoginProfile|PolicyVersion|User|Role|\*)|Update(AssumeRolePolicy|LoginProfile|\*)|SetDefaultPolicyVersion|AddUserToGroup)|sts:(AssumeRole|\*))"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"'
  )
ORDER BY event_time, event_id
