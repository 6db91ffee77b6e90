-- title = "Functions, clusters, stacks or applications deleted"
-- why = "Whole services disappear with their configuration."
-- techniques = ["T1485", "T1489"]
-- severity = "high"
-- harmless_when = "A deployment pipeline replaces or removes its own stack."
-- next = "Deploy again from source; check that the source was not changed."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html", "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html"]
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
WHERE (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN (
      'DeleteFunction', 'DeleteLayerVersion', 'DeleteAlias', 'DeleteEventSourceMapping',
      'DeleteFunctionUrlConfig', 'DeleteFunctionEventInvokeConfig', 'DeleteProvisionedConcurrencyConfig',
      'DeleteResourcePolicy', 'DeleteCapacityProvider', 'DeleteWebFunction', 'DeleteMicrovmImage'
    ))
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name IN (
      'DeleteCluster', 'DeleteService', 'DeleteTaskDefinitions', 'DeregisterTaskDefinition',
      'DeleteCapacityProvider', 'DeleteTaskSet', 'DeleteDaemon', 'DeleteExpressGatewayService',
      'DeleteAttributes', 'DeleteGateway'
    ))
  OR (event_source = 'eks.amazonaws.com'
    AND event_name IN (
      'DeleteCluster', 'DeleteNodegroup', 'DeleteFargateProfile', 'DeleteAddon', 'DeregisterCluster',
      'DeleteCapability'
    ))
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name IN (
      'DeleteStack', 'DeleteStackSet', 'DeleteStackInstances', 'DeleteResource', 'DeregisterType',
      'DeactivateType', 'DeleteGeneratedTemplate'
    ))
  OR (event_source = 'cloudcontrolapi.amazonaws.com'
    AND event_name = 'DeleteResource')
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'DeleteService')
  OR (event_source = 'states.amazonaws.com'
    AND event_name = 'DeleteStateMachine')
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN ('DeleteComputeEnvironment', 'DeleteJobQueue'))
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name IN ('TerminateJobFlows', 'DeleteStudio', 'DeleteEditor'))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'DeleteEndpoint', 'DeleteNotebookInstance', 'DeleteModel', 'DeleteDomain', 'DeletePipeline', 'DeleteApp',
      'DeleteCluster', 'DeleteEndpointConfig', 'DeleteFeatureGroup', 'DeleteUserProfile', 'DeleteSpace',
      'DeleteTrainingJob', 'DeleteModelPackage', 'DeleteModelPackageGroup', 'DeleteImage',
      'DeleteImageVersion', 'DeleteProject', 'DeleteMlflowTrackingServer', 'DeleteInferenceComponent',
      'DeleteMonitoringSchedule', 'DeleteExperiment', 'DeleteAlgorithm', 'DeleteWorkteam'
    ))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name IN ('DeleteJob', 'DeleteCrawler', 'DeleteWorkflow'))
  OR (event_source = 'datapipeline.amazonaws.com'
    AND event_name = 'DeletePipeline')
  OR (event_source = 'emr-serverless.amazonaws.com'
    AND event_name = 'DeleteApplication')
ORDER BY event_time, event_id
