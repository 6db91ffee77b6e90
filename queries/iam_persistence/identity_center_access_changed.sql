-- title = "Identity Center users, groups or assignments changed"
-- why = "An assignment gives a person rights in many accounts at once."
-- techniques = ["T1136.003", "T1098.003"]
-- severity = "high"
-- next = "Review assignments in Identity Center; revoke the sessions of the user there."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.principalId'),
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.displayName'),
    json_extract_scalar(request_parameters, '$.groupId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (
  (event_source = 'sso.amazonaws.com' AND event_name IN (
    'CreateAccountAssignment', 'CreatePermissionSet', 'ProvisionPermissionSet', 'StartSSO',
    'UpdateSSOConfiguration', 'CreateInstance', 'UpdatePermissionSet', 'CreateManagedApplicationInstance',
    'AssociateProfile', 'CreateApplication', 'CreateApplicationAssignment', 'CreateApplicationInstance',
    'PutApplicationGrant', 'PutApplicationAuthenticationMethod', 'PutApplicationAccessScope',
    'CreateTrustedTokenIssuer', 'UpdateTrustedTokenIssuer', 'AssociateDirectory', 'CreateProfile',
    'UpdateProfile', 'CreateInstanceAccessControlAttributeConfiguration', 'CreateTrust', 'UpdateTrust',
    'ImportApplicationInstanceServiceProviderMetadata', 'UpdateApplicationInstanceActiveCertificate',
    'UpdateApplicationInstanceResponseConfiguration', 'UpdateApplicationInstanceSecurityConfiguration',
    'UpdateApplicationInstanceServiceProviderConfiguration', 'CreateApplicationInstanceCertificate',
    'PutApplicationSessionConfiguration', 'UpdateInstance', 'UpdateSsoConfiguration',
    'UpdateInstanceAccessControlAttributeConfiguration'
  ))
  OR (event_source = 'sso-directory.amazonaws.com' AND event_name IN (
      'CreateGroup', 'AddMemberToGroup', 'UpdateUser', 'UpdatePassword', 'EnableUser',
      'CreateBearerToken', 'CreateExternalIdPConfigurationForDirectory',
      'UpdateExternalIdPConfigurationForDirectory', 'EnableExternalIdPConfigurationForDirectory',
      'ImportExternalIdPCertificate', 'CreateProvisioningTenant', 'StartVirtualMfaDeviceRegistration',
      'CompleteVirtualMfaDeviceRegistration', 'StartWebAuthnDeviceRegistration',
      'CompleteWebAuthnDeviceRegistration', 'UpdateMfaDeviceForUser', 'UpdateUserName', 'UpdateGroup',
      'CreateAlias', 'UpdateGroupDisplayName', 'VerifyEmail'
    ))
  OR (event_source = 'identitystore.amazonaws.com' AND event_name IN (
      'CreateGroup', 'CreateGroupMembership', 'UpdateUser', 'UpdateGroup', 'CreateIdentityStore',
      'UpdateIdentityStore'
    ))
)
  OR (event_source = 'identity-sync.amazonaws.com'
    AND event_name IN (
      'CreateSyncProfile', 'CreateSyncTarget', 'UpdateSyncTarget', 'CreateSyncFilter', 'StartSync'
    ))
  OR (event_source = 'sso.amazonaws.com'
    AND event_name = 'PutMfaDeviceManagementForDirectory'
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '(?i)"mfaMode"\s*:\s*"(ALWAYS_ON|ON|ENABLED|CONTEXT_AWARE)"'
    ))
  OR (event_source = 'sso.amazonaws.com'
    AND event_name IN (
      'UpdateApplication', 'UpdateApplicationInstanceStatus', 'UpdateManagedApplicationInstanceStatus'
    )
    AND coalesce(json_extract_scalar(request_parameters, '$.status'), '-') <> 'DISABLED')
  OR (event_source = 'sso.amazonaws.com'
    AND event_name = 'PutApplicationAssignmentConfiguration'
    AND coalesce(json_extract_scalar(request_parameters, '$.assignmentRequired'), '-') <> 'true')
ORDER BY event_time, event_id
