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
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (
  (event_source = 'cognito-identity.amazonaws.com' AND event_name = 'MergeDeveloperIdentities')
  OR (event_source = 'cognito-idp.amazonaws.com' AND event_name IN (
    'AdminCreateUser', 'AdminSetUserPassword', 'AdminConfirmSignUp', 'CreateUserPoolClient',
    'CreateIdentityProvider', 'CreateUserPool', 'AdminResetUserPassword', 'AdminUpdateUserAttributes',
    'AdminEnableUser', 'AdminSetUserMFAPreference', 'AdminLinkProviderForUser', 'UpdateUserPoolClient',
    'UpdateIdentityProvider', 'CreateGroup', 'UpdateGroup', 'CreateUserImportJob', 'StartUserImportJob',
    'SignUp', 'ConfirmSignUp', 'InitiateAuth', 'RespondToAuthChallenge', 'ChangePassword',
    'AddUserPoolClientSecret', 'CreateResourceServer', 'AdminSetUserSettings', 'ConfirmForgotPassword',
    'ForgotPassword', 'AssociateSoftwareToken', 'VerifySoftwareToken', 'SetUserMFAPreference',
    'SetUserSettings', 'UpdateUserAttributes', 'VerifyUserAttribute', 'CompleteWebAuthnRegistration',
    'StartWebAuthnRegistration', 'CreateUserPoolDomain', 'UpdateUserPoolDomain', 'SetUICustomization',
    'CreateManagedLoginBranding', 'UpdateManagedLoginBranding', 'UpdateResourceServer',
    'CreateUserPoolReplica', 'AdminUpdateDeviceStatus', 'AdminUpdateAuthEventFeedback', 'ConfirmDevice'
  ))
)
  OR (event_source = 'verifiedpermissions.amazonaws.com'
    AND event_name IN (
      'CreatePolicy', 'UpdatePolicy', 'DeletePolicy', 'CreatePolicyStore', 'DeletePolicyStore',
      'CreateIdentitySource', 'UpdateIdentitySource', 'DeleteIdentitySource', 'PutSchema',
      'CreatePolicyTemplate', 'UpdatePolicyTemplate'
    ))
  OR (event_source = 'cognito-identity.amazonaws.com'
    AND event_name IN ('CreateIdentityPool', 'UpdateIdentityPool')
    AND (
      coalesce(json_extract_scalar(request_parameters, '$.allowUnauthenticatedIdentities'), 'true') <> 'false'
      OR regexp_like(
        request_parameters,
        '"allowClassicFlow"\s*:\s*"?true|"(openIdConnectProviderARNs|samlProviderARNs|cognitoIdentityProviders)"\s*:\s*\[\s*["{]|"supportedLoginProviders"\s*:\s*\{\s*"|"developerProviderName"'
      )
    ))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'UpdateUserPool'
    AND (
      regexp_like(
        request_parameters,
        '"(deletionProtection)"\s*:\s*"INACTIVE"|"mfaConfiguration"\s*:\s*"(OFF|OPTIONAL)"|"allowAdminCreateUserOnly"\s*:\s*"?false|"(lambdaConfig|policies|accountRecoverySetting|emailConfiguration|smsConfiguration|autoVerifiedAttributes)"\s*:|"advancedSecurityMode"\s*:\s*"(OFF|AUDIT)"'
      )
      OR NOT regexp_like(
        coalesce(request_parameters, ''),
        '"(deletionProtection|mfaConfiguration|adminCreateUserConfig|userPoolAddOns)"\s*:'
      )
    ))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'SetUserPoolMfaConfig'
    AND coalesce(json_extract_scalar(request_parameters, '$.mfaConfiguration'), '-') <> 'ON')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'SetRiskConfiguration'
    AND (
      NOT regexp_like(
        coalesce(request_parameters, ''),
        '"eventAction"\s*:\s*"(BLOCK|MFA_IF_CONFIGURED|MFA_REQUIRED)"'
      )
      OR regexp_like(request_parameters, '"eventAction"\s*:\s*"NO_ACTION"|"skippedIPRangeList"\s*:\s*\[\s*"')
    ))
  OR (event_source = 'verifiedpermissions.amazonaws.com'
    AND event_name = 'UpdatePolicyStore'
    AND coalesce(json_extract_scalar(request_parameters, '$.validationSettings.mode'), '-') <> 'STRICT')
ORDER BY event_time, event_id
