-- title = "API gateways or their keys created"
-- why = "An API can call functions and services for anybody who reaches it."
-- techniques = ["T1136.003"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.apiId'),
    json_extract_scalar(request_parameters, '$.restApiId'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.stageName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'apigateway.amazonaws.com' AND event_name IN (
    'CreateApi',
    'CreateRoute',
    'CreateStage',
    'CreateApiKey',
    'CreateRestApi',
    'CreateDeployment',
    'CreateResource',
    'CreateIntegration',
    'PutMethod',
    'PutIntegration',
    'CreateAuthorizer',
    'CreateUsagePlanKey'
  )
ORDER BY event_time, event_id
