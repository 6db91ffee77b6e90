-- title = "Secret opened to everybody or another account"
-- why = "The policy lets an outsider read the secret."
-- techniques = ["T1537", "T1555.006"]
-- severity = "critical"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'secretsmanager.amazonaws.com' AND event_name IN ('PutResourcePolicy')
  AND ((regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"Principal"\s*:\s*"\*"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"AWS"\s*:\s*(\[\s*)?"\*"') OR regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"Federated"') OR (regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"AWS"\s*:\s*(\[\s*)?"(arn:aws[a-z-]*:iam::)?[0-9]{12}') AND NOT regexp_like(coalesce(json_extract_scalar(request_parameters, '$.policyDocument'), json_extract_scalar(request_parameters, '$.policy'), json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'), json_extract_scalar(request_parameters, '$.policyText'), json_extract_scalar(request_parameters, '$.resourcePolicy'), json_extract_scalar(request_parameters, '$.bucketPolicy'), json_format(json_extract(request_parameters, '$.bucketPolicy'))), '"AWS"\s*:\s*(\[\s*)?"(arn:aws[a-z-]*:iam::)?' || recipient_account_id))))
ORDER BY event_time, event_id
