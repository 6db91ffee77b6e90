-- title = "MFA of Identity Center switched off"
-- why = "A password alone now opens every account of everybody in the directory."
-- techniques = ["T1556.006"]
-- severity = "high"
-- harmless_when = "The external identity provider asks for the second factor."
-- next = "Switch it on again; look at sign-ins since then, by address."
-- references = ["https://docs.aws.amazon.com/singlesignon/latest/userguide/mfa-getting-started.html"]
-- fact = "logging_changes"
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.directoryId'),
    json_extract_scalar(request_parameters, '$.directoryArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'sso.amazonaws.com'
  AND event_name = 'PutMfaDeviceManagementForDirectory'
  AND regexp_like(request_parameters, '(?i)"mfaMode"\s*:\s*"DISABLED"')
ORDER BY event_time, event_id
