-- title = "Credentials of other services issued"
-- why = "These tokens, keys and passwords open registries, databases, package stores, machines and streams."
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
    {{ denied_resource }}
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
  OR (event_source IN ('sso.amazonaws.com', 'sso-oauth.amazonaws.com') AND event_name IN (
      'GetRoleCredentials', 'CreateToken', 'CreateTokenWithIAM', 'StartDeviceAuthorization', 'RegisterClient'
    ))
  OR (event_source = 'account-access.amazonaws.com' AND event_name = 'GetRoleCredentials')
  OR (event_source = 'redshift.amazonaws.com' AND event_name IN ('GetClusterCredentials', 'GetClusterCredentialsWithIAM'))
  OR (event_source IN ('ecr.amazonaws.com', 'ecr-public.amazonaws.com', 'codeartifact.amazonaws.com')
    AND event_name = 'GetAuthorizationToken')
  OR (event_source = 'sts.amazonaws.com' AND event_name = 'GetServiceBearerToken')
)
  OR (event_source IN (
      'athena.amazonaws.com', 'glue.amazonaws.com', 'elasticmapreduce.amazonaws.com', 'emr-serverless.amazonaws.com'
    )
    AND event_name = 'GetSessionEndpoint')
  OR (event_source = 'datazone.amazonaws.com'
    AND (event_name IN ('GetEnvironmentCredentials', 'GetDomainExecutionRoleCredentials', 'GetIamPortalLoginUrl')
      OR (event_name = 'GetConnection' AND json_extract_scalar(request_parameters, '$.withSecret') = 'true')))
  OR (event_source = 'deadline.amazonaws.com'
    AND event_name IN (
      'AssumeFleetRoleForRead', 'AssumeFleetRoleForWorker', 'AssumeQueueRoleForRead', 'AssumeQueueRoleForUser',
      'AssumeQueueRoleForWorker'
    ))
  OR (event_source IN ('codeconnections.amazonaws.com', 'codestar-connections.amazonaws.com')
    AND event_name IN ('GetConnectionToken', 'GetIndividualAccessToken'))
  OR (event_source IN ('redshift.amazonaws.com', 'redshift-serverless.amazonaws.com')
    AND event_name = 'GetIdentityCenterAuthToken')
  OR (event_source = 'cloudwatch.amazonaws.com'
    AND event_name = 'GetSpaceCredentialsForOrganization')
  OR (event_source = 'license-manager.amazonaws.com'
    AND event_name = 'GetAccessToken')
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN ('GetDataAccess', 'CreateSession'))
  OR (event_source = 's3express.amazonaws.com'
    AND event_name = 'CreateSession')
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name = 'GetCredentials')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'GetClusterSessionCredentials')
  OR (event_source = 'emr-containers.amazonaws.com'
    AND event_name = 'GetManagedEndpointSessionCredentials')
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name = 'GetAccessToken')
  OR (event_source = 'connect.amazonaws.com'
    AND event_name IN ('GetFederationToken', 'AdminGetEmergencyAccessToken', 'CreateAuthCode'))
  OR (event_source = 'gamelift.amazonaws.com'
    AND event_name IN ('RequestUploadCredentials', 'GetComputeAccess', 'GetInstanceAccess', 'GetComputeAuthToken'))
  OR (event_source = 'finspace-api.amazonaws.com'
    AND event_name = 'GetProgrammaticAccessCredentials')
  OR (event_source = 'glue.amazonaws.com'
    AND event_name = 'GlueNotebookRefreshCredentials')
  OR (event_source = 'mediapackage.amazonaws.com'
    AND event_name IN ('RotateChannelCredentials', 'RotateIngestEndpointCredentials'))
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
    AND event_name IN (
      'AssumeDecoratedRoleWithSAML', 'GetTemporaryGlueTableCredentials', 'GetTemporaryGluePartitionCredentials',
      'GetTemporaryGlueFunctionCredentials', 'GetTemporaryDataLocationCredentials'
    ))
  OR (event_source = 'iq-permission.amazonaws.com'
    AND event_name IN ('AssumePermissionRole', 'ApproveAccessGrant'))
  OR (event_source = 'cloud9.amazonaws.com'
    AND event_name = 'ModifyTemporaryCredentialsOnEnvironmentEC2')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name IN ('GetTokensFromRefreshToken', 'AdminInitiateAuth', 'AdminRespondToAuthChallenge'))
  OR (event_source = 'eks-auth.amazonaws.com'
    AND event_name = 'AssumeRoleForPodIdentity')
ORDER BY event_time, event_id
