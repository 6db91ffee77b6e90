-- title = "Accounts, units, administrators or guardrails of the organisation added or changed"
-- why = "A new or moved account is outside the eyes and often outside the policies of those who watch; a delegated administrator rules over others."
-- techniques = ["T1666", "T1136.003"]
-- severity = "medium"
-- harmless_when = "Accounts are vended by the platform team."
-- next = "List who owns each new or moved account."
-- references = ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html", "https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html"]
-- fact = "logging_changes"
-- tells_of = ["weakens_nothing"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accountId'),
    nullif(json_extract_scalar(request_parameters, '$.email'), 'HIDDEN_DUE_TO_SECURITY_REASONS'),
    json_extract_scalar(request_parameters, '$.target.id'),
    json_extract_scalar(request_parameters, '$.handshakeId'),
    json_extract_scalar(request_parameters, '$.adminAccountId'),
    json_extract_scalar(request_parameters, '$.delegatedAdminAccountId'),
    json_extract_scalar(response_elements, '$.createAccountStatus.id'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.servicePrincipal') AS detail
FROM events
WHERE (event_source = 'organizations.amazonaws.com'
    AND event_name IN (
      'CreateAccount', 'CreateGovCloudAccount', 'InviteAccountToOrganization', 'AcceptHandshake',
      'CancelHandshake', 'DeclineHandshake', 'MoveAccount', 'CreateOrganization', 'CreateOrganizationalUnit',
      'UpdateOrganizationalUnit', 'DeleteOrganizationalUnit', 'EnableAllFeatures', 'EnableAWSServiceAccess',
      'RegisterDelegatedAdministrator', 'InviteOrganizationToTransferResponsibility',
      'TerminateResponsibilityTransfer', 'UpdateResponsibilityTransfer', 'AccountJoinedOrganization',
      'CreateAccountResult', 'InviteAccountToOrganizationResult'
    ))
  OR (event_source = 'cloudtrail.amazonaws.com'
    AND event_name = 'RegisterOrganizationDelegatedAdmin')
  OR (event_source IN ('guardduty.amazonaws.com', 'securityhub.amazonaws.com', 'macie2.amazonaws.com', 'detective.amazonaws.com')
    AND event_name = 'EnableOrganizationAdminAccount')
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name = 'EnableDelegatedAdminAccount')
  OR (event_source = 'fms.amazonaws.com'
    AND event_name IN ('AssociateAdminAccount', 'PutAdminAccount'))
  OR (event_source = 'securitylake.amazonaws.com'
    AND event_name = 'RegisterDataLakeDelegatedAdministrator')
  OR (event_source = 'servicecatalog.amazonaws.com'
    AND event_name = 'EnableAWSOrganizationsAccess')
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name = 'ActivateOrganizationsAccess')
  OR (event_source = 'controltower.amazonaws.com'
    AND event_name IN (
      'CreateManagedAccount', 'DeregisterManagedAccount', 'DeregisterOrganizationalUnit', 'SetupLandingZone',
      'CreateLandingZone', 'UpdateLandingZone', 'ResetLandingZone', 'UpdateAccountFactoryConfig',
      'UpdateManagedAccount', 'ManageOrganizationalUnit', 'RegisterOrganizationalUnit'
    ))
  OR (event_source = 'auditmanager.amazonaws.com'
    AND event_name = 'RegisterOrganizationAdminAccount')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'EnableIpamOrganizationAdminAccount')
  OR (event_source = 'organizations.amazonaws.com'
    AND event_name IN ('UpdatePolicy', 'CreatePolicy', 'AttachPolicy', 'EnablePolicyType'))
  OR (event_source = 'controltower.amazonaws.com'
    AND event_name IN ('ResetEnabledControl', 'ResetEnabledBaseline'))
ORDER BY event_time, event_id
