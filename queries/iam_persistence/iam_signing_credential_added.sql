-- title = "Certificates, SSH keys or service credentials added"
-- why = "They give access beside access keys and are seldom looked at."
-- techniques = ["T1098.001"]
-- severity = "medium"
-- next = "Delete the credential; service-specific keys never show up as access keys in CloudTrail."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    user_name,
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.serviceName') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN (
    'UploadSigningCertificate',
    'UploadSSHPublicKey',
    'CreateServiceSpecificCredential',
    'ResetServiceSpecificCredential',
    'UpdateServiceSpecificCredential',
    'UpdateSSHPublicKey',
    'UpdateSigningCertificate',
    'UploadServerCertificate',
    'UploadCloudFrontPublicKey',
    'UpdateServerCertificate'
  )
  AND coalesce(json_extract_scalar(request_parameters, '$.status'), 'Active') <> 'Inactive'
ORDER BY event_time, event_id
