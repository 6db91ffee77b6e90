-- title = "Rules of sign-in tightened, or rights of a permission set taken back"
-- why = "The call asks for more at sign-in or gives less behind it, or leaves both as they are: what it opens is told by another question besides. Rights that are taken back can also be those of the people who answer the incident."
-- techniques = ["T1098"]
-- severity = "low"
-- harmless_when = "The owner hardens sign-in, or clears up."
-- next = "Who lost what with it?"
-- references = ["https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html", "https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DetachManagedPolicyFromPermissionSet.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identityPoolId'),
    json_extract_scalar(request_parameters, '$.userPoolId'),
    json_extract_scalar(request_parameters, '$.permissionSetArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'cognito-identity.amazonaws.com'
    AND event_name IN ('CreateIdentityPool', 'UpdateIdentityPool'))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name IN ('UpdateUserPool', 'SetUserPoolMfaConfig', 'SetRiskConfiguration'))
  OR (event_source = 'sso.amazonaws.com'
    AND event_name IN (
      'PutPermissionsBoundaryToPermissionSet', 'DetachManagedPolicyFromPermissionSet',
      'DeleteInlinePolicyFromPermissionSet', 'PutMfaDeviceManagementForDirectory'
    ))
  OR (event_source = 'verifiedpermissions.amazonaws.com'
    AND event_name = 'UpdatePolicyStore')
  OR (event_source = 'acm-pca.amazonaws.com'
    AND event_name = 'UpdateCertificateAuthority')
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'UpdateSettings')
  OR (event_source = 'sso.amazonaws.com'
    AND event_name IN (
      'UpdateApplication', 'UpdateApplicationInstanceStatus', 'UpdateManagedApplicationInstanceStatus',
      'PutApplicationAssignmentConfiguration'
    ))
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'UpdateTrust')
ORDER BY event_time, event_id
