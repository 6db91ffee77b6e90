-- title = "Key pair deleted, or key, certificate or service credential switched off"
-- why = "Who worked with it cannot any more; who deletes a key pair that was just used hides how machines were reached."
-- techniques = ["T1531", "T1070"]
-- severity = "medium"
-- harmless_when = "Credentials are exchanged by plan."
-- next = "Whose was it, and what was done with it before?"
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSSHPublicKey.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.keyName'),
    json_extract_scalar(request_parameters, '$.keyPairName'),
    json_extract_scalar(request_parameters, '$.keyPairId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source IN ('ec2.amazonaws.com', 'lightsail.amazonaws.com')
    AND event_name = 'DeleteKeyPair')
  OR (event_source = 'iam.amazonaws.com'
    AND event_name IN (
      'UpdateServiceSpecificCredential', 'UpdateSSHPublicKey', 'UpdateSigningCertificate'
    )
    AND json_extract_scalar(request_parameters, '$.status') = 'Inactive')
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN ('UpdateCACertificate', 'UpdateCertificate')
    AND json_extract_scalar(request_parameters, '$.newStatus') IN ('INACTIVE', 'REVOKED'))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'UpdateApiKey'
    AND regexp_like(
      request_parameters,
      '"path"\s*:\s*"/enabled"[^{}]*"value"\s*:\s*"false"|"value"\s*:\s*"false"[^{}]*"path"\s*:\s*"/enabled"'
    ))
ORDER BY event_time, event_id
