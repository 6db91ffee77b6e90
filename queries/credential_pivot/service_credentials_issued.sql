-- title = "Credentials of other services issued"
-- why = "These tokens open registries, databases and package stores."
-- techniques = ["T1550.001", "T1528", "T1078.004"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identityId'),
    json_extract_scalar(request_parameters, '$.roleArn'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.domain'),
    json_extract_scalar(request_parameters, '$.clusterName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'cognito-identity.amazonaws.com' AND event_name IN (
    'GetCredentialsForIdentity',
    'GetId',
    'GetOpenIdToken',
    'GetOpenIdTokenForDeveloperIdentity'
  ))
  OR (event_source = 'rolesanywhere.amazonaws.com' AND event_name IN ('CreateSession'))
  OR (event_source = 'sso.amazonaws.com' AND event_name IN (
      'GetRoleCredentials', 'CreateToken', 'CreateTokenWithIAM', 'StartDeviceAuthorization', 'RegisterClient'
    ))
  OR (event_source = 'redshift.amazonaws.com' AND event_name IN ('GetClusterCredentials', 'GetClusterCredentialsWithIAM'))
  OR (event_source = 'ecr.amazonaws.com' AND event_name IN ('GetAuthorizationToken'))
  OR (event_source = 'codeartifact.amazonaws.com' AND event_name IN ('GetAuthorizationToken'))
)
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN ('GetDataAccess', 'CreateSession'))
  OR (event_source = 's3express.amazonaws.com'
    AND event_name = 'CreateSession')
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name = 'GetCredentials')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'GetClusterSessionCredentials')
  OR (event_source = 'bedrock-agentcore.amazonaws.com'
    AND event_name IN (
      'GetWorkloadAccessToken', 'GetWorkloadAccessTokenForJWT', 'GetWorkloadAccessTokenForUserId',
      'CompleteResourceTokenAuth'
    ))
  OR (event_source = 'cognito-sync.amazonaws.com'
    AND event_name = 'RegisterDevice')
  OR (event_source = 'dsql.amazonaws.com'
    AND event_name IN ('DbConnect', 'DbConnectAdmin'))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name = 'Connect')
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name = 'Connect')
  OR (event_source = 'lakeformation.amazonaws.com'
    AND event_name = 'AssumeDecoratedRoleWithSAML')
  OR (event_source = 'iq-permission.amazonaws.com'
    AND event_name IN ('AssumePermissionRole', 'ApproveAccessGrant'))
  OR (event_source = 'cloud9.amazonaws.com'
    AND event_name = 'ModifyTemporaryCredentialsOnEnvironmentEC2')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'GetTokensFromRefreshToken')
  OR (event_source = 'eks-auth.amazonaws.com'
    AND event_name = 'AssumeRoleForPodIdentity')
ORDER BY event_time, event_id
