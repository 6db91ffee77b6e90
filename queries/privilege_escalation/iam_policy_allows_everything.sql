-- title = "Policy that allows everything"
-- why = "A statement allows every action on every resource."
-- techniques = ["T1098.003"]
-- severity = "high"
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
      json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'),
      json_format(json_extract(request_parameters, '$.policyDocument')),
      json_format(json_extract(request_parameters, '$.assumeRolePolicyDocument'))
    ), '\n', ' '), '%7B', '{'), '%7D', '}'), '%5B', '['), '%5D', ']'), '%22', '"'), '%3A', ':'), '%2A', '*'), '%20', ' '),
    '"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(\*(:\*)?|iam:\*)"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"|"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(\*(:\*)?|iam:\*)"|"Action"\s*:\s*(\[[^\]]*)?"(\*(:\*)?|iam:\*)"[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"|"Action"\s*:\s*(\[[^\]]*)?"(\*(:\*)?|iam:\*)"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"|"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(\*(:\*)?|iam:\*)"|"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Action"\s*:\s*(\[[^\]]*)?"(\*(:\*)?|iam:\*)"[^{}]*"Effect"\s*:\s*"Allow"|"Effect"\s*:\s*"Allow"[^{}]*"NotAction"\s*:[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"|"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"NotAction"\s*:|"NotAction"\s*:[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"|"NotAction"\s*:[^{}]*"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"|"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"NotAction"\s*:|"Resource"\s*:\s*(\[[^\]]*)?"\*"[^{}]*"NotAction"\s*:[^{}]*"Effect"\s*:\s*"Allow"'
  )
ORDER BY event_time, event_id
