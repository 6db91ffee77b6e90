-- title = "Role opened to another account or to everybody"
-- why = "An account outside the organisation, everybody, or an identity provider may now assume the role."
-- techniques = ["T1098.003", "T1484.002"]
-- severity = "critical"
-- severity_otherwise = "high"
-- harmless_when = "The other account is yours or a vendor's that you know."
-- next = "Restore the trust policy and revoke the role's sessions."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))) AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('UpdateAssumeRolePolicy', 'CreateRole')
  AND ((regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"Principal"\s*:\s*"\*"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"AWS"\s*:\s*(\[\s*)?"\*"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"Federated"') OR (regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"AWS"\s*:\s*(\[\s*)?"(arn:aws[a-z-]*:iam::)?[0-9]{12}') AND NOT regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"AWS"\s*:\s*(\[\s*)?"(arn:aws[a-z-]*:iam::)?' || recipient_account_id))))
ORDER BY event_time, event_id
