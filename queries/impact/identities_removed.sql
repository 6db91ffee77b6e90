-- title = "Users, roles, keys or passwords removed"
-- why = "Either the holder of the credential locks out the rightful owners, or cleans up what was made before."
-- techniques = ["T1531", "T1070", "T1098"]
-- severity = "medium"
-- harmless_when = "Provisioning code removes what it made; responders contain a credential."
-- next = "Who or what was removed? If it was made during the incident, it is a cleanup; else give the owners their access back."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html"]
-- fact = "identities_removed"
-- tells_of = ["identity_ended"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.instanceProfileName'),
    json_extract_scalar(request_parameters, '$.accessKeyId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.accessKeyId') AS detail
FROM events
WHERE (event_source = 'iam.amazonaws.com'
    AND event_name IN (
      'DeleteUser', 'DeleteRole', 'DeleteGroup', 'DeleteLoginProfile', 'DeleteAccessKey',
      'RemoveUserFromGroup', 'DeleteInstanceProfile', 'RemoveRoleFromInstanceProfile', 'DeleteSAMLProvider',
      'DeleteOpenIDConnectProvider', 'DeleteSSHPublicKey', 'DeleteSigningCertificate',
      'DeleteServiceSpecificCredential', 'DeleteServerCertificate', 'DeleteAccountAlias',
      'DeleteServiceLinkedRole', 'RemoveClientIDFromOpenIDConnectProvider', 'DeleteCloudFrontPublicKey',
      'RejectDelegationRequest', 'DisableOutboundWebIdentityFederation'
    ))
  OR (event_source = 'sso.amazonaws.com'
    AND event_name IN (
      'DeleteAccountAssignment', 'DeletePermissionSet', 'DeleteInstance', 'DeleteApplication',
      'DeleteApplicationAssignment', 'DeleteTrustedTokenIssuer', 'DeleteApplicationInstance',
      'DeleteManagedApplicationInstance', 'DeleteProfile', 'DisassociateProfile', 'DisassociateDirectory',
      'DetachCustomerManagedPolicyReferenceFromPermissionSet',
      'DeleteInstanceAccessControlAttributeConfiguration'
    ))
  OR (event_source IN ('identitystore.amazonaws.com', 'sso-directory.amazonaws.com')
    AND event_name IN ('DeleteUser', 'DeleteGroup'))
  OR (event_source = 'identitystore.amazonaws.com'
    AND event_name IN ('DeleteGroupMembership', 'DeleteIdentityStore'))
  OR (event_source = 'sso-directory.amazonaws.com'
    AND event_name IN (
      'RemoveMemberFromGroup', 'DisableUser', 'DeleteBearerToken', 'DeleteProvisioningTenant',
      'DeleteExternalIdPCertificate', 'DeleteExternalIdPConfigurationForDirectory',
      'DisableExternalIdPConfigurationForDirectory'
    ))
  OR (event_source = 'rolesanywhere.amazonaws.com'
    AND event_name IN (
      'DeleteTrustAnchor', 'DisableTrustAnchor', 'DeleteProfile', 'DisableProfile', 'DeleteCrl'
    ))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name IN (
      'AdminDeleteUser', 'DeleteUser', 'AdminDisableUser', 'AdminUserGlobalSignOut',
      'AdminRemoveUserFromGroup', 'DeleteGroup', 'DeleteIdentityProvider', 'DeleteUserPoolClient',
      'DeleteUserPoolDomain', 'DeleteResourceServer', 'AdminDeleteUserAttributes', 'AdminRevokeUserSession',
      'AdminForgetDevice', 'GlobalSignOut', 'RevokeToken', 'AdminDisableProviderForUser'
    ))
  OR (event_source = 'eks.amazonaws.com'
    AND event_name IN (
      'DeleteAccessEntry', 'DisassociateAccessPolicy', 'DeletePodIdentityAssociation'
    ))
  OR (event_source = 'identity-sync.amazonaws.com'
    AND event_name IN ('DeleteSyncProfile', 'DeleteSyncTarget', 'DeleteSyncFilter', 'StopSync'))
  OR (event_source = 'cognito-identity.amazonaws.com'
    AND event_name IN ('DeleteIdentities', 'UnlinkIdentity', 'UnlinkDeveloperIdentity'))
  OR (event_source = 'ds.amazonaws.com'
    AND event_name IN (
      'DeleteUser', 'DisableUser', 'DeleteGroup', 'RemoveGroupMember', 'DeleteTrust', 'UnshareDirectory',
      'DisableSso', 'DisableRoleAccess'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'DisassociateIamInstanceProfile')
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN (
      'DeleteCertificate', 'DeletePolicy', 'DetachPolicy', 'DetachThingPrincipal', 'DetachPrincipalPolicy',
      'DeleteRoleAlias', 'DeleteCACertificate', 'DeleteThing'
    ))
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name IN (
      'DeleteUser', 'DeregisterFromWorkMail', 'DeleteMailboxPermissions', 'DisassociateMemberFromGroup'
    ))
ORDER BY event_time, event_id
