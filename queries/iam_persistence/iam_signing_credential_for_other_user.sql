-- title = "Certificate, SSH key or service credential added for another user"
-- why = "A credential that is no access key is easily overlooked when keys are revoked, and it belongs to somebody else."
-- techniques = ["T1098.001"]
-- severity = "high"
-- harmless_when = "An administrator equips a new colleague."
-- next = "Delete it; look for its use in CodeCommit, Keyspaces, Bedrock and signed requests."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.serviceName') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN (
    'UploadSigningCertificate', 'UploadSSHPublicKey', 'CreateServiceSpecificCredential', 'ResetServiceSpecificCredential'
  )
  AND json_extract_scalar(request_parameters, '$.userName') <> coalesce(user_name, '')
ORDER BY event_time, event_id
