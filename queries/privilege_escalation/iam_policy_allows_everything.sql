-- title = "Policy that allows everything"
-- why = "A statement allows every action on every resource."
-- techniques = ["T1098.003"]
-- severity = "critical"
-- severity_otherwise = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.policyName'),
    json_extract_scalar(request_parameters, '$.policyArn'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN (
    'PutUserPolicy',
    'PutRolePolicy',
    'PutGroupPolicy',
    'CreatePolicy',
    'CreatePolicyVersion'
  )
  AND ((regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '\{[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '\{[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '\{[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Effect"\s*:\s*"Allow"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '\{[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"')))
ORDER BY event_time, event_id
