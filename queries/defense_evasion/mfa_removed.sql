-- title = "Multi-factor authentication removed"
-- why = "Without the second factor a password is enough to come back through the console."
-- techniques = ["T1556.006"]
-- severity = "high"
-- harmless_when = "A lost phone is replaced: the same user enrols a new device at once."
-- next = "Ask the user; enrol a device again, and look for console sign-ins without MFA."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.serialNumber'),
    {{ denied_resource }},
    user_name
  ) AS target,
  json_extract_scalar(request_parameters, '$.serialNumber') AS detail
FROM events
WHERE (event_source = 'iam.amazonaws.com'
    AND event_name IN ('DeactivateMFADevice', 'DeleteVirtualMFADevice'))
  OR (event_source = 'sso-directory.amazonaws.com'
    AND event_name = 'DeleteMfaDeviceForUser')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'SetUserPoolMfaConfig'
    AND json_extract_scalar(request_parameters, '$.mfaConfiguration') = 'OFF')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name IN ('AdminSetUserMFAPreference', 'SetUserMFAPreference')
    AND regexp_like(request_parameters, '"enabled"\s*:\s*"?false'))
ORDER BY event_time, event_id
