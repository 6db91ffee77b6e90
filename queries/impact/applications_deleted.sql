-- title = "APIs, sites, desktops or development projects deleted"
-- why = "What customers or developers use is gone."
-- techniques = ["T1485", "T1489"]
-- severity = "high"
-- fact = "workloads_deleted"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.cluster'),
    json_extract_scalar(request_parameters, '$.clusterName'),
    json_extract_scalar(request_parameters, '$.stackName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'elasticbeanstalk.amazonaws.com'
    AND event_name IN (
      'TerminateEnvironment', 'DeleteApplication', 'DeleteApplicationVersion'
    ))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name IN (
      'DeleteRestApi', 'DeleteApi', 'DeleteStage', 'DeleteDomainName', 'DeleteDeployment', 'DeleteMethod',
      'DeleteResource', 'DeleteRoute', 'DeleteIntegration', 'DeleteVpcLink', 'DeleteBasePathMapping',
      'DeleteApiMapping', 'DeleteGatewayResponse', 'DeleteModel', 'DeleteDomainNameAccessAssociation'
    ))
  OR (event_source = 'codepipeline.amazonaws.com'
    AND event_name IN ('DeletePipeline', 'DeleteWebhook', 'DeleteCustomActionType'))
  OR (event_source = 'amplify.amazonaws.com'
    AND event_name IN (
      'DeleteApp', 'DeleteBranch', 'DeleteDomainAssociation', 'DeleteBackendEnvironment', 'DeleteWebhook'
    ))
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name IN (
      'DeleteGraphqlApi', 'DeleteApi', 'DeleteDataSource', 'DeleteResolver', 'DeleteFunction', 'DeleteApiKey',
      'DeleteDomainName'
    ))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'DeleteUserPool')
  OR (event_source = 'cognito-identity.amazonaws.com'
    AND event_name = 'DeleteIdentityPool')
  OR (event_source = 'ds.amazonaws.com'
    AND event_name = 'DeleteDirectory')
  OR (event_source = 'imagebuilder.amazonaws.com'
    AND event_name IN ('DeleteImage', 'DeleteImagePipeline'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'DeleteContainerService', 'DeleteLoadBalancer', 'DeleteDistribution', 'DeleteDomain'
    ))
  OR (event_source = 'acm.amazonaws.com'
    AND event_name IN ('DeleteCertificate', 'RevokeCertificate'))
  OR (event_source = 'acm-pca.amazonaws.com'
    AND event_name IN ('DeleteCertificateAuthority', 'RevokeCertificate'))
  OR (event_source = 'servicecatalog.amazonaws.com'
    AND event_name IN ('TerminateProvisionedProduct', 'DeleteProduct', 'DeletePortfolio', 'DeleteApplication'))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN (
      'DeleteFleet', 'DeleteStack', 'DeleteImage', 'DeleteApplication', 'DeleteImageBuilder', 'DeleteUser',
      'DeleteEntitlement'
    ))
  OR (event_source = 'codedeploy.amazonaws.com'
    AND event_name IN ('DeleteApplication', 'DeleteDeploymentGroup', 'DeleteDeploymentConfig'))
  OR (event_source = 'amplifybackend.amazonaws.com'
    AND event_name IN (
      'DeleteBackend', 'DeleteBackendAPI', 'DeleteBackendAuth', 'DeleteBackendStorage', 'RemoveAllBackends'
    ))
  OR (event_source = 'airflow.amazonaws.com'
    AND event_name = 'DeleteEnvironment')
  OR (event_source = 'grafana.amazonaws.com'
    AND event_name = 'DeleteWorkspace')
  OR (event_source = 'codestar.amazonaws.com'
    AND event_name = 'DeleteProject')
  OR (event_source = 'codecatalyst.amazonaws.com'
    AND event_name IN ('DeleteProject', 'DeleteSpace', 'DeleteSourceRepository', 'DeleteDevEnvironment'))
  OR (event_source = 'cloud9.amazonaws.com'
    AND event_name = 'DeleteEnvironment')
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN ('DeregisterWorkspaceDirectory', 'DeleteConnectionAlias'))
  OR (event_source = 'workspaces-web.amazonaws.com'
    AND event_name = 'DeletePortal')
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN (
      'DeleteTopicRule', 'DeleteThingGroup', 'DeleteProvisioningTemplate', 'DeleteJob', 'DeleteStream'
    ))
  OR (event_source = 'synthetics.amazonaws.com'
    AND event_name = 'DeleteGroup')
  OR (event_source = 'serverlessrepo.amazonaws.com'
    AND event_name IN ('DeleteApplication', 'UnshareApplication'))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} IN (
      'DeleteFunction', 'DeletePublicKey', 'DeleteKeyGroup', 'DeleteKeyValueStore', 'DeleteDistributionTenant',
      'DeleteCloudFrontOriginAccessIdentity', 'DeleteVpcOrigin', 'DeleteTrustStore'
    ))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} IN ('DeleteDistribution', 'DeleteStreamingDistribution'))
ORDER BY event_time, event_id
