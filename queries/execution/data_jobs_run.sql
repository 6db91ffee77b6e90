-- title = "Data, batch or device jobs created or run"
-- why = "Glue, EMR, Batch, Data Pipeline and Flink run code on fresh machines, with a role that is handed over."
-- techniques = ["T1098.003", "T1648", "T1059.009", "T1496.001", "T1651"]
-- severity = "medium"
-- harmless_when = "Data engineers run their jobs."
-- next = "Read the script and the role; look for data written to foreign buckets."
-- references = ["https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html", "https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html"]
-- fact = "jobs_run"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.jobName'),
    json_extract_scalar(request_parameters, '$.jobDefinition'),
    json_extract_scalar(request_parameters, '$.pipelineId'),
    json_extract_scalar(request_parameters, '$.endpointName'),
    json_extract_scalar(request_parameters, '$.jobFlowId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.role'),
    json_extract_scalar(request_parameters, '$.command.scriptLocation'),
    json_extract_scalar(request_parameters, '$.serviceRole')
  ) AS detail
FROM events
WHERE (event_source = 'glue.amazonaws.com'
    AND event_name IN (
      'CreateJob', 'UpdateJob', 'UpdateJobFromSourceControl', 'StartJobRun', 'CreateDevEndpoint',
      'UpdateDevEndpoint', 'CreateSession', 'RunStatement', 'CreateTrigger', 'UpdateTrigger', 'StartTrigger',
      'CreateWorkflow', 'StartWorkflowRun', 'CreateCrawler', 'UpdateCrawler', 'StartCrawler',
      'CreateMLTransform', 'StartNotebook', 'CreateBlueprint', 'StartBlueprintRun', 'CreateScript',
      'UpdateWorkflow', 'ResumeWorkflowRun', 'UpdateBlueprint', 'UpdateMLTransform', 'CreateConnection',
      'UpdateConnection', 'TestConnection', 'CreateUserDefinedFunction', 'UpdateUserDefinedFunction',
      'StartCrawlerSchedule', 'UpdateCrawlerSchedule', 'UpgradeJob', 'GlueNotebookAuthorize',
      'CreateSecurityConfiguration', 'CreateDatabase', 'UpdateDatabase', 'CreateTable', 'UpdateTable',
      'CreateCatalog', 'UpdateCatalog'
    ))
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name IN (
      'RunJobFlow', 'AddJobFlowSteps', 'AddInstanceGroups', 'AddInstanceFleet', 'ModifyInstanceGroups',
      'ModifyInstanceFleet', 'ModifyCluster', 'CreateStudio', 'CreateStudioPresignedUrl',
      'StartNotebookExecution', 'CreateEditor', 'StartEditor', 'OpenEditorInConsole', 'CreatePersistentAppUI',
      'PutManagedScalingPolicy', 'CreateSecurityConfiguration', 'UpdateStudio', 'AttachEditor', 'UpdateEditor',
      'CreateRepository', 'LinkRepository', 'CreateStudioSessionMapping', 'UpdateStudioSessionMapping',
      'PutAutoScalingPolicy', 'PutWorkspaceAccess', 'GetOnClusterAppUIPresignedURL',
      'GetPersistentAppUIPresignedURL', 'StartSession', 'SetVisibleToAllUsers'
    ))
  OR (event_source = 'emr-serverless.amazonaws.com'
    AND event_name IN (
      'CreateApplication', 'UpdateApplication', 'StartApplication', 'StartJobRun', 'StartSession',
      'AccessInteractiveEndpoints', 'AccessLivyEndpoints'
    ))
  OR (event_source = 'emr-containers.amazonaws.com'
    AND event_name IN (
      'CreateVirtualCluster', 'StartJobRun', 'CreateJobTemplate', 'CreateManagedEndpoint'
    ))
  OR (event_source = 'datapipeline.amazonaws.com'
    AND event_name IN (
      'CreatePipeline', 'PutPipelineDefinition', 'ActivatePipeline', 'SetStatus'
    ))
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN (
      'RegisterJobDefinition', 'SubmitJob', 'CreateJobQueue', 'SubmitServiceJob',
      'CreateServiceEnvironment', 'UpdateServiceJob', 'CreateSchedulingPolicy'
    ))
  OR (event_source = 'kinesisanalytics.amazonaws.com'
    AND event_name IN (
      'CreateApplication', 'UpdateApplication', 'StartApplication', 'AddApplicationOutput'
    ))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name IN (
      'StartSession', 'StartCalculationExecution', 'CreateNotebook', 'CreatePresignedNotebookUrl',
      'ImportNotebook', 'UpdateNotebook', 'UpdateNotebookMetadata'
    ))
  OR (event_source = 'airflow.amazonaws.com'
    AND event_name IN ('CreateEnvironment', 'CreateCliToken', 'CreateWebLoginToken', 'InvokeRestApi'))
  OR (event_source = 'databrew.amazonaws.com'
    AND event_name IN ('CreateRecipeJob', 'StartJobRun', 'CreateProject'))
  OR (event_source = 'omics.amazonaws.com'
    AND event_name IN ('StartRun', 'CreateWorkflow'))
  OR (event_source = 'swf.amazonaws.com'
    AND event_name IN ('StartWorkflowExecution', 'RegisterActivityType'))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN (
      'CreateJob', 'UpdateJob', 'CreateOTAUpdate', 'CreateJobTemplate', 'StartCommandExecution',
      'CreateCommand', 'UpdateCommand', 'AssociateTargetsWithJob', 'CreateStream', 'CreatePackageVersion'
    ))
  OR (event_source = 'greengrass.amazonaws.com'
    AND event_name IN (
      'CreateDeployment', 'CreateComponentVersion', 'CreateFunctionDefinition',
      'CreateFunctionDefinitionVersion', 'StartBulkDeployment', 'AssociateRoleToGroup',
      'AssociateServiceRoleToAccount'
    ))
  OR (event_source = 'panorama.amazonaws.com'
    AND event_name IN ('CreateApplicationInstance', 'CreateJobForDevices'))
  OR (event_source = 'snow-device-management.amazonaws.com'
    AND event_name = 'CreateTask')
  OR (event_source = 'outposts.amazonaws.com'
    AND event_name = 'StartConnection')
  OR (event_source = 'batch.amazonaws.com'
    AND event_name = 'UpdateJobQueue'
    AND regexp_like(request_parameters, '"(computeEnvironmentOrder|serviceEnvironmentOrder|priority)"'))
  OR (event_source = 'airflow.amazonaws.com'
    AND event_name = 'UpdateEnvironment'
    AND regexp_like(
      request_parameters,
      '"(dagS3Path|sourceBucketArn|requirements[A-Za-z0-9]*|plugins[A-Za-z0-9]*|startupScript[A-Za-z0-9]*|executionRoleArn|airflowConfigurationOptions|workerReplacementStrategy)"'
    ))
ORDER BY event_time, event_id
