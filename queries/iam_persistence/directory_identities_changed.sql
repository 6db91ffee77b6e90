-- title = "Directory users, trusts or sign-in changed"
-- why = "A user or a trust of the directory is a way to machines, and to the console where the directory signs in."
-- techniques = ["T1098", "T1136", "T1484.002"]
-- severity = "medium"
-- next = "List what the directory lets its users reach."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.sAMAccountName'),
    json_extract_scalar(request_parameters, '$.directoryId'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.remoteDomainName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ds.amazonaws.com'
    AND event_name IN (
      'CreateUser', 'UpdateUser', 'ResetUserPassword', 'CreateGroup', 'UpdateGroup', 'AddGroupMember',
      'CreateTrust', 'ShareDirectory', 'AcceptSharedDirectory', 'ConnectDirectory', 'CreateDirectory',
      'CreateMicrosoftAD', 'CreateHybridAD', 'CreateIdentityPoolDirectory', 'CreateComputer',
      'CreateAlias', 'EnableDirectoryDataAccess', 'AccessDSData', 'EnableRoleAccess', 'EnableSso',
      'EnableRadius', 'UpdateRadius', 'RegisterCertificate', 'AuthorizeApplication',
      'CreateConditionalForwarder', 'UpdateConditionalForwarder', 'AddIpRoutes', 'StartSchemaExtension',
      'RestoreFromSnapshot'
    ))
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name IN (
      'PutIdentityProviderConfiguration', 'AssociateMemberToGroup', 'CreateGroup', 'CreateUser', 'UpdateUser',
      'RegisterToWorkMail', 'ResetPassword'
    ))
  OR (event_source = 'wickr.amazonaws.com'
    AND event_name IN ('BatchCreateUser', 'UpdateUser', 'BatchReinviteUser'))
  OR (event_source = 'ds-data.amazonaws.com'
    AND event_name IN ('CreateUser', 'UpdateUser', 'AddGroupMember', 'CreateGroup', 'UpdateGroup'))
  OR (event_source = 'chime.amazonaws.com'
    AND event_name IN ('CreateUser', 'BatchUpdateUser', 'UpdateUser'))
  OR (event_source = 'finspace.amazonaws.com'
    AND event_name IN ('CreateUser', 'UpdateUser', 'ResetUserPassword'))
  OR (event_source = 'connect.amazonaws.com'
    AND event_name IN ('CreateUser', 'UpdateUserSecurityProfiles'))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN ('CreateUser', 'EnableUser'))
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'UpdateSettings'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"value"\s*:\s*"Disable"')
      OR regexp_like(request_parameters, '"value"\s*:\s*"Enable"')
    ))
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'UpdateTrust'
    AND coalesce(json_extract_scalar(request_parameters, '$.selectiveAuth'), '-') <> 'Enabled')
ORDER BY event_time, event_id
