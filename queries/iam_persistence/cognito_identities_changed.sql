-- title = "Cognito pools or users changed"
-- why = "Pools hand out AWS credentials to whoever signs in, sometimes to guests."
-- techniques = ["T1098", "T1136.003"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identityPoolName'),
    json_extract_scalar(request_parameters, '$.identityPoolId'),
    json_extract_scalar(request_parameters, '$.userPoolId'),
    json_extract_scalar(request_parameters, '$.username'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'cognito-identity.amazonaws.com' AND event_name IN (
      'CreateIdentityPool', 'UpdateIdentityPool', 'SetIdentityPoolRoles', 'SetPrincipalTagAttributeMap',
      'MergeDeveloperIdentities'
    ))
  OR (event_source = 'cognito-idp.amazonaws.com' AND event_name IN (
      'AdminCreateUser', 'AdminSetUserPassword', 'AdminConfirmSignUp', 'AdminAddUserToGroup', 'UpdateUserPool',
      'CreateUserPoolClient', 'CreateIdentityProvider', 'CreateUserPool', 'AdminResetUserPassword',
      'AdminUpdateUserAttributes', 'AdminEnableUser', 'AdminSetUserMFAPreference', 'AdminLinkProviderForUser',
      'SetUserPoolMfaConfig', 'UpdateUserPoolClient', 'UpdateIdentityProvider', 'CreateGroup', 'UpdateGroup',
      'CreateUserImportJob', 'StartUserImportJob', 'SignUp', 'ConfirmSignUp', 'InitiateAuth',
      'RespondToAuthChallenge', 'ChangePassword', 'AddUserPoolClientSecret', 'CreateResourceServer',
      'AdminSetUserSettings', 'ConfirmForgotPassword', 'ForgotPassword', 'AssociateSoftwareToken',
      'VerifySoftwareToken', 'SetUserMFAPreference', 'SetUserSettings', 'UpdateUserAttributes',
      'VerifyUserAttribute', 'CompleteWebAuthnRegistration', 'StartWebAuthnRegistration',
      'CreateUserPoolDomain', 'UpdateUserPoolDomain', 'SetRiskConfiguration', 'SetUICustomization',
      'CreateManagedLoginBranding', 'UpdateManagedLoginBranding', 'UpdateResourceServer',
      'CreateUserPoolReplica', 'AdminUpdateDeviceStatus', 'AdminUpdateAuthEventFeedback', 'ConfirmDevice'
    )
    AND NOT (event_name = 'SetUserPoolMfaConfig'
      AND coalesce(json_extract_scalar(request_parameters, '$.mfaConfiguration'), '') = 'ON'))
)
  OR (event_source = 'verifiedpermissions.amazonaws.com'
    AND event_name IN (
      'CreatePolicy', 'UpdatePolicy', 'DeletePolicy', 'CreatePolicyStore', 'UpdatePolicyStore',
      'DeletePolicyStore', 'CreateIdentitySource', 'UpdateIdentitySource', 'DeleteIdentitySource', 'PutSchema',
      'CreatePolicyTemplate', 'UpdatePolicyTemplate'
    ))
ORDER BY event_time, event_id
