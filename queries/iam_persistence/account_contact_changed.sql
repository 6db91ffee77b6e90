-- title = "Contacts, name or identity settings of the account changed"
-- why = "Whoever reads the account's mail can recover its root user; central management of root lets one account act as root of the others."
-- techniques = ["T1098"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.alternateContactType'),
    json_extract_scalar(request_parameters, '$.accountId'),
    json_extract_scalar(request_parameters, '$.accountAlias'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (
  (event_source = 'account.amazonaws.com' AND event_name IN (
    'PutAlternateContact',
    'DeleteAlternateContact',
    'PutContactInformation',
    'StartPrimaryEmailUpdate',
    'AcceptPrimaryEmailUpdate',
    'SendPhoneNumberVerification',
    'VerifyPhoneNumber'
  ))
  OR (event_source = 'iam.amazonaws.com' AND event_name IN (
    'CreateAccountAlias',
    'DeleteAccountAlias',
    'UpdateAccountEmailAddress',
    'UpdateAccountName',
    'PutAccountProperties',
    'EnableOrganizationsRootSessions',
    'EnableOrganizationsRootCredentialsManagement',
    'DisableOrganizationsRootSessions',
    'DisableOrganizationsRootCredentialsManagement',
    'EnableOutboundWebIdentityFederation'
  ))
)
  OR (event_source = 'aws-portal.amazonaws.com'
    AND event_name = 'ModifyAccount')
ORDER BY event_time, event_id
