-- title = "Users, roles or passwords removed"
-- why = "Access is taken away, or traces are."
-- techniques = ["T1531", "T1070"]
-- severity = "medium"
-- harmless_when = "Provisioning code removes what it made."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.instanceProfileName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'iam.amazonaws.com' AND event_name IN (
    'DeleteUser',
    'DeleteRole',
    'DeleteGroup',
    'DeleteLoginProfile',
    'RemoveUserFromGroup',
    'DeleteInstanceProfile',
    'RemoveRoleFromInstanceProfile',
    'DeleteSAMLProvider',
    'DeleteOpenIDConnectProvider',
    'DeleteSSHPublicKey',
    'DeleteSigningCertificate',
    'DeleteServiceSpecificCredential',
    'DeleteServerCertificate'
  ))
  OR (event_source = 'sso.amazonaws.com' AND event_name IN ('DeleteAccountAssignment', 'DeletePermissionSet'))
  OR (event_source = 'identitystore.amazonaws.com' AND event_name IN ('DeleteUser', 'DeleteGroup'))
  OR (event_source = 'rolesanywhere.amazonaws.com' AND event_name IN ('DeleteTrustAnchor', 'DisableTrustAnchor', 'DeleteProfile'))
)
ORDER BY event_time, event_id
