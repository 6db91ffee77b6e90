-- title = "API keys or gateways created"
-- why = "An API can call functions and services for anybody who reaches it."
-- techniques = ["T1136.003", "T1098"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.apiId'),
    json_extract_scalar(request_parameters, '$.restApiId'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.stageName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'apigateway.amazonaws.com'
  AND event_name IN (
    'CreateApi', 'CreateRoute', 'CreateStage', 'CreateApiKey', 'CreateRestApi', 'CreateDeployment',
    'CreateResource', 'CreateIntegration', 'PutMethod', 'PutIntegration', 'CreateAuthorizer',
    'CreateUsagePlanKey', 'ImportApiKeys', 'UpdateUsagePlan', 'UpdateUsage', 'GenerateClientCertificate'
  ))
  OR (event_source = 'grafana.amazonaws.com'
    AND event_name IN (
      'CreateWorkspaceApiKey', 'CreateWorkspaceServiceAccount', 'CreateWorkspaceServiceAccountToken',
      'UpdatePermissions', 'UpdateWorkspaceAuthentication'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateBucketAccessKey', 'CreateContainerServiceRegistryLogin'))
  OR (event_source = 'wafv2.amazonaws.com'
    AND event_name = 'CreateAPIKey')
  OR (event_source = 'amplifybackend.amazonaws.com'
    AND event_name = 'CreateToken')
  OR (event_source = 'license-manager.amazonaws.com'
    AND event_name = 'CreateToken')
  OR (event_source = 'geo.amazonaws.com'
    AND event_name = 'CreateKey')
  OR (event_source = 'chime.amazonaws.com'
    AND event_name = 'CreateApiKey')
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name IN ('CreateApiKey', 'UpdateApiKey'))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} = 'CreateMicrovmAuthToken')
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'UpdateApiKey'
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"path"\s*:\s*"/enabled"[^{}]*"value"\s*:\s*"false"|"value"\s*:\s*"false"[^{}]*"path"\s*:\s*"/enabled"'
    ))
ORDER BY event_time, event_id
