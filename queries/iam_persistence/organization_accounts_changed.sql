-- title = "Accounts or organisations created, accounts invited or given administration"
-- why = "A new or foreign account inside the organisation inherits trust."
-- techniques = ["T1136.003", "T1098"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    nullif(json_extract_scalar(request_parameters, '$.accountName'), 'HIDDEN_DUE_TO_SECURITY_REASONS'),
    json_extract_scalar(request_parameters, '$.accountId'),
    json_extract_scalar(request_parameters, '$.target.id'),
    json_extract_scalar(request_parameters, '$.servicePrincipal'),
    json_extract_scalar(response_elements, '$.createAccountStatus.id'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'organizations.amazonaws.com' AND event_name IN (
    'CreateAccount',
    'CreateOrganization',
    'InviteAccountToOrganization',
    'RegisterDelegatedAdministrator',
    'CreateGovCloudAccount',
    'EnableAWSServiceAccess'
  )
ORDER BY event_time, event_id
