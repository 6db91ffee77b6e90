-- title = "Build or deployment pipelines changed or started"
-- why = "Builds run any command with the role of the project, and what they build reaches production."
-- techniques = ["T1677", "T1648", "T1578.005", "T1496.001"]
-- severity = "low"
-- harmless_when = "Developers work on their pipelines."
-- next = "Compare source, environment and role of the project with before; read the build logs."
-- references = ["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.projectName'),
    json_extract_scalar(request_parameters, '$.pipelineName'),
    json_extract_scalar(request_parameters, '$.pipeline.name'),
    json_extract_scalar(request_parameters, '$.applicationName'),
    json_extract_scalar(request_parameters, '$.appId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.source.location') AS detail
FROM events
WHERE (event_source = 'codebuild.amazonaws.com'
    AND event_name IN (
      'CreateProject', 'UpdateProject', 'UpdateProjectVisibility', 'StartBuild', 'StartBuildBatch',
      'RetryBuild', 'RetryBuildBatch', 'CreateWebhook', 'UpdateWebhook', 'ImportSourceCredentials',
      'CreateFleet', 'UpdateFleet', 'StartSandbox', 'StartSandboxConnection', 'StartCommandExecution',
      'PutResourcePolicy', 'PersistOAuthToken', 'CreateReportGroup', 'UpdateReportGroup',
      'InvalidateProjectCache'
    ))
  OR (event_source = 'codepipeline.amazonaws.com'
    AND event_name IN (
      'CreatePipeline', 'UpdatePipeline', 'StartPipelineExecution', 'PutWebhook', 'PutApprovalResult',
      'CreateCustomActionType', 'UpdateActionType', 'RetryStageExecution', 'OverrideStageCondition',
      'RegisterWebhookWithThirdParty', 'AcknowledgeJob', 'PollForJobs', 'PutJobSuccessResult',
      'PutJobFailureResult', 'RollbackStage', 'EnableStageTransition', 'PutActionRevision',
      'AcknowledgeThirdPartyJob', 'PollForThirdPartyJobs'
    ))
  OR (event_source = 'codedeploy.amazonaws.com'
    AND event_name IN (
      'CreateDeployment', 'CreateApplication', 'CreateDeploymentGroup', 'UpdateDeploymentGroup',
      'RegisterApplicationRevision', 'PutLifecycleEventHookExecutionStatus', 'RegisterOnPremisesInstance',
      'ContinueDeployment', 'CreateDeploymentConfig', 'UpdateApplication', 'DeregisterOnPremisesInstance',
      'DeleteGitHubAccountToken', 'AddTagsToOnPremisesInstances', 'SkipWaitTimeForInstanceTermination'
    ))
  OR (event_source = 'codestar.amazonaws.com'
    AND event_name IN (
      'CreateProject', 'AssociateTeamMember', 'UpdateTeamMember', 'CreateUserProfile', 'UpdateProject',
      'PutExtendedAccess', 'DisassociateTeamMember'
    ))
  OR (event_source = 'codestar-connections.amazonaws.com'
    AND event_name IN (
      'CreateConnection', 'CreateHost', 'UpdateHost', 'CreateSyncConfiguration', 'CreateRepositoryLink',
      'UpdateRepositoryLink', 'UpdateConnectionInstallation', 'UpdateSyncConfiguration', 'DeleteConnection',
      'DeleteHost', 'UseConnection', 'PassConnection', 'StartOAuthHandshake', 'StartAppRegistrationHandshake'
    ))
  OR (event_source = 'codeconnections.amazonaws.com'
    AND event_name IN (
      'CreateConnection', 'CreateHost', 'UpdateHost', 'CreateSyncConfiguration', 'CreateRepositoryLink',
      'UpdateRepositoryLink', 'UpdateConnectionInstallation', 'UpdateSyncConfiguration', 'DeleteConnection',
      'DeleteHost', 'UseConnection', 'PassConnection', 'StartOAuthHandshake', 'StartAppRegistrationHandshake'
    ))
  OR (event_source = 'amplify.amazonaws.com'
    AND event_name IN (
      'CreateApp', 'CreateBranch', 'StartJob', 'StartDeployment', 'CreateDeployment', 'CreateWebhook',
      'CreateBackendEnvironment'
    ))
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name IN (
      'UpdateService', 'StartDeployment', 'CreateConnection', 'CreateAutoScalingConfiguration',
      'DeleteConnection'
    ))
  OR (event_source = 'elasticbeanstalk.amazonaws.com'
    AND event_name IN (
      'CreateApplication', 'CreateApplicationVersion', 'UpdateApplicationVersion', 'CreateEnvironment',
      'UpdateEnvironment', 'CreateConfigurationTemplate', 'UpdateConfigurationTemplate',
      'CreatePlatformVersion', 'AssociateEnvironmentOperationsRole', 'ComposeEnvironments',
      'UpdateApplication', 'ApplyEnvironmentManagedAction', 'DeleteConfigurationTemplate',
      'DeletePlatformVersion', 'DisassociateEnvironmentOperationsRole', 'UpdateApplicationResourceLifecycle'
    ))
  OR (event_source = 'codecatalyst.amazonaws.com'
    AND event_name IN (
      'CreateAccessToken', 'CreateDevEnvironment', 'StartDevEnvironment', 'StartWorkflowRun', 'CreateProject',
      'CreateSourceRepository', 'CreateSourceRepositoryBranch', 'CreateSpace',
      'CreateSpaceAdminRoleAssignment', 'AssociateIamRoleToConnection', 'AcceptConnection',
      'UpdateDevEnvironment'
    ))
  OR (event_source = 'amplifybackend.amazonaws.com'
    AND event_name IN (
      'CreateBackend', 'CreateBackendAPI', 'CreateBackendAuth', 'CreateBackendConfig', 'CreateBackendStorage',
      'CloneBackend', 'UpdateBackendAPI', 'UpdateBackendAuth', 'UpdateBackendConfig', 'UpdateBackendStorage',
      'ImportBackendAuth', 'ImportBackendStorage'
    ))
ORDER BY event_time, event_id
