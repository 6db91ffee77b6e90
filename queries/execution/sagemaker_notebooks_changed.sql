-- title = "SageMaker notebooks, apps or jobs created or changed"
-- why = "A notebook is a shell with a role; training and processing jobs run any container."
-- techniques = ["T1648", "T1059.009", "T1496.001", "T1098.003", "T1548.005"]
-- severity = "medium"
-- harmless_when = "Data scientists work this way."
-- next = "Read the lifecycle script and the role; look for sessions of the role from elsewhere."
-- references = ["https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.notebookInstanceName'),
    json_extract_scalar(request_parameters, '$.notebookInstanceLifecycleConfigName'),
    json_extract_scalar(request_parameters, '$.domainId'),
    json_extract_scalar(request_parameters, '$.trainingJobName'),
    json_extract_scalar(request_parameters, '$.processingJobName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.roleArn') AS detail
FROM events
WHERE event_source = 'sagemaker.amazonaws.com'
  AND event_name IN (
    'CreateNotebookInstance', 'UpdateNotebookInstance', 'CreateNotebookInstanceLifecycleConfig',
    'UpdateNotebookInstanceLifecycleConfig', 'CreatePresignedNotebookInstanceUrl', 'CreatePresignedDomainUrl',
    'CreatePresignedMlflowTrackingServerUrl', 'CreateDomain', 'UpdateDomain', 'CreateUserProfile',
    'UpdateUserProfile', 'CreateApp', 'CreateSpace', 'UpdateSpace', 'CreateStudioLifecycleConfig',
    'CreateCodeRepository', 'UpdateCodeRepository', 'CreatePipeline', 'UpdatePipeline',
    'StartPipelineExecution', 'CreateProcessingJob', 'CreateTrainingJob', 'CreateHyperParameterTuningJob',
    'CreateTransformJob', 'CreateAutoMLJob', 'CreateAutoMLJobV2', 'CreateCompilationJob', 'CreateModel',
    'CreateLabelingJob', 'CreateMonitoringSchedule', 'StartSession', 'CreateFlowDefinition', 'CreateProject',
    'CreatePartnerAppPresignedUrl', 'CreateMlflowTrackingServer', 'UpdateMlflowTrackingServer',
    'StartMlflowTrackingServer', 'CreateMlflowApp', 'CreatePresignedMlflowAppUrl', 'CreateJob',
    'UpdateTrainingJob', 'CreateWorkforce', 'UpdateWorkforce', 'CreateWorkteam', 'UpdateWorkteam',
    'CreateFeatureGroup', 'UpdateFeatureGroup', 'PutRecord', 'DeleteRecord', 'CreateExperiment',
    'StartHumanLoop', 'CreateInferenceExperiment', 'StartInferenceExperiment', 'CreateOptimizationJob',
    'CreateDataQualityJobDefinition', 'CreateModelQualityJobDefinition', 'CreateEdgePackagingJob',
    'CreateDeviceFleet', 'RegisterDevices', 'UpdateMonitoringSchedule', 'StartMonitoringSchedule',
    'UpdatePipelineExecution', 'RetryPipelineExecution', 'SendPipelineExecutionStepSuccess',
    'CreatePartnerApp', 'UpdatePartnerApp', 'UpdateProject', 'CreateClusterExtension', 'BatchAddClusterNodes',
    'AttachClusterNodeVolume', 'UpdateClusterSoftware'
  )
  AND NOT (event_name = 'UpdateNotebookInstance'
    AND regexp_like(coalesce(request_parameters, ''), '"rootAccess"\s*:\s*"Disabled"')
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"(roleArn|lifecycleConfigName|instanceType|defaultCodeRepository|additionalCodeRepositories|ipAddressType)"\s*:'
    ))
ORDER BY event_time, event_id
