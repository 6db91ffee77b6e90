-- title = "Load balancers, APIs or accelerators made or changed"
-- why = "They publish what lies behind them, under a name that the holder of the credential can choose."
-- techniques = ["T1133", "T1190", "T1578.005"]
-- severity = "low"
-- harmless_when = "Infrastructure code deploys an application."
-- next = "What lies behind it? Remove what nobody knows."
-- references = ["https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"]
-- fact = "public_endpoints"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.loadBalancerArn'),
    json_extract_scalar(request_parameters, '$.loadBalancerName'),
    json_extract_scalar(request_parameters, '$.apiId'),
    json_extract_scalar(request_parameters, '$.restApiId'),
    json_extract_scalar(request_parameters, '$.acceleratorArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.scheme'),
    json_extract_scalar(request_parameters, '$.routeKey'),
    json_extract_scalar(request_parameters, '$.target')
  ) AS detail
FROM events
WHERE (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN (
      'CreateLoadBalancer', 'CreateListener', 'ModifyListener', 'CreateRule', 'ModifyRule',
      'SetRulePriorities', 'CreateTargetGroup', 'ModifyTargetGroup', 'RegisterTargets',
      'RegisterInstancesWithLoadBalancer', 'CreateLoadBalancerListeners', 'ModifyLoadBalancerAttributes',
      'SetSubnets', 'AttachLoadBalancerToSubnets', 'SetIpAddressType', 'CreateLoadBalancerPolicy',
      'SetLoadBalancerPoliciesOfListener', 'ModifyTargetGroupAttributes', 'ModifyListenerAttributes',
      'EnableAvailabilityZonesForLoadBalancer', 'DisableAvailabilityZonesForLoadBalancer',
      'SetLoadBalancerPoliciesForBackendServer', 'ConfigureHealthCheck', 'DeleteLoadBalancerPolicy'
    ))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name IN (
      'CreateApi', 'UpdateApi', 'ImportApi', 'ReimportApi', 'CreateRestApi', 'UpdateRestApi', 'ImportRestApi',
      'PutRestApi', 'UpdateRestApiPolicy', 'CreateResource', 'CreateRoute', 'UpdateRoute', 'CreateStage',
      'UpdateStage', 'CreateDeployment', 'UpdateDeployment', 'CreateIntegration', 'UpdateIntegration',
      'PutIntegration', 'PutMethod', 'UpdateMethod', 'CreateAuthorizer', 'UpdateAuthorizer',
      'DeleteAuthorizer', 'CreateVpcLink', 'CreateBasePathMapping', 'CreateApiMapping', 'CreateUsagePlan',
      'CreatePortal', 'UpdateDomainNamePolicy', 'UpdateVpcLink', 'UpdateBasePathMapping', 'UpdateApiMapping',
      'CreateDomainNameAccessAssociation', 'CreateAccessAssociation', 'PutGatewayResponse',
      'UpdateGatewayResponse', 'UpdateResource', 'PutIntegrationResponse', 'UpdateIntegrationResponse',
      'PutMethodResponse', 'CreateRoutingRule', 'PutRoutingRule', 'UpdateRoutingRule', 'FlushStageCache',
      'FlushStageAuthorizersCache', 'CreateModel', 'UpdateModel', 'PublishPortal', 'UpdatePortal',
      'UpdateDomainNameManagementPolicy', 'AddCertificateToDomain'
    ))
  OR (event_source = 'globalaccelerator.amazonaws.com'
    AND event_name IN (
      'CreateAccelerator', 'CreateListener', 'CreateEndpointGroup', 'UpdateEndpointGroup', 'AddEndpoints',
      'CreateCustomRoutingAccelerator', 'AllowCustomRoutingTraffic', 'CreateCrossAccountAttachment',
      'UpdateAccelerator', 'UpdateListener', 'AddCustomRoutingEndpoints', 'UpdateCrossAccountAttachment',
      'UpdateAcceleratorAttributes'
    ))
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name IN (
      'CreateListener', 'UpdateListener', 'RegisterTargets', 'CreateTargetGroup', 'UpdateService',
      'CreateRule', 'UpdateRule', 'BatchUpdateRule', 'UpdateTargetGroup'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'CreateLoadBalancer', 'AttachInstancesToLoadBalancer', 'CreateDistribution', 'UpdateDistribution',
      'CreateCertificate'
    ))
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name IN (
      'CreateGraphqlApi', 'UpdateGraphqlApi', 'CreateDataSource', 'CreateResolver', 'CreateApiKey',
      'UpdateApi', 'CreateApi', 'CreateFunction', 'UpdateFunction', 'UpdateDataSource', 'UpdateResolver',
      'StartSchemaCreation', 'CreateDomainName', 'AssociateApi', 'PutGraphqlApiEnvironmentVariables',
      'CreateChannelNamespace'
    ))
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'AssociateCustomDomain')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'CreatePersistentAppUI')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name = 'CreateVPCConnection')
  OR (event_source = 'workspaces-web.amazonaws.com'
    AND event_name IN (
      'CreatePortal', 'CreateIdentityProvider', 'UpdateIdentityProvider', 'UpdatePortal',
      'CreateNetworkSettings', 'CreateIpAccessSettings', 'UpdateIpAccessSettings',
      'DisassociateIpAccessSettings', 'UpdateUserSettings', 'CreateTrustStore'
    ))
  OR (event_source = 'es.amazonaws.com'
    AND event_name = 'CreateApplication')
  OR (event_source = 'grafana.amazonaws.com'
    AND event_name IN ('CreateWorkspace', 'UpdateWorkspace'))
ORDER BY event_time, event_id
