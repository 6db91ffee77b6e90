-- title = "Containers defined or started"
-- why = "A task or pod runs any image with the role of the task."
-- techniques = ["T1610", "T1496.001", "T1525"]
-- severity = "medium"
-- harmless_when = "A deployment pipeline releases a version."
-- next = "Look at image, command and role of the task; stop what nobody knows."
-- references = ["https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"]
-- fact = "containers_run"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.family'),
    json_extract_scalar(request_parameters, '$.taskDefinition'),
    json_extract_scalar(request_parameters, '$.cluster'),
    json_extract_scalar(request_parameters, '$.service'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"image"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
WHERE (event_source = 'ecs.amazonaws.com'
    AND event_name IN (
      'RegisterTaskDefinition', 'RunTask', 'StartTask', 'CreateTaskSet', 'UpdateTaskSet',
      'CreateCapacityProvider', 'PutClusterCapacityProviders', 'RegisterContainerInstance',
      'CreateExpressGatewayService', 'CreateDaemon', 'RegisterDaemonTaskDefinition',
      'UpdateCapacityProvider', 'UpdateServicePrimaryTaskSet', 'UpdateDaemon',
      'UpdateExpressGatewayService', 'CreateGateway'
    ))
  OR (event_source = 'eks.amazonaws.com'
    AND event_name IN (
      'MutateViaKubernetesApi', 'CreateAddon', 'UpdateAddon', 'RegisterCluster', 'CreateCapability',
      'UpdateCapability', 'ActivateCertificateAuthority', 'CreateCertificateAuthority'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateContainerServiceDeployment', 'UpdateContainerService'))
  OR (event_source = 'appmesh.amazonaws.com'
    AND event_name = 'CreateVirtualService')
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name = 'UpdateService'
    AND regexp_like(
      request_parameters,
      '"(taskDefinition|enableExecuteCommand|networkConfiguration|volumeConfigurations)"\s*:'
    ))
ORDER BY event_time, event_id
