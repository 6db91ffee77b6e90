-- title = "Instances, databases or services stopped, throttled or disturbed"
-- why = "The service stands still although nothing is deleted; a stopped instance also loses its memory, and lets user data and volumes be exchanged."
-- techniques = ["T1489", "T1578.005", "T1499"]
-- severity = "medium"
-- harmless_when = "Maintenance, or a schedule that saves cost."
-- next = "Start again, after looking at what was changed meanwhile."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StopDBInstance.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html", "https://docs.aws.amazon.com/fis/latest/APIReference/API_StartExperiment.html"]
-- fact = "workloads_stopped"
SELECT
  event_id,
  coalesce(
    CASE WHEN regexp_like(request_parameters, '"(?:instanceId)"\s*:\s*"i-[0-9a-f]+"') THEN regexp_replace(
      regexp_replace(request_parameters, '(?s).*?"(?:instanceId)"\s*:\s*"(i-[0-9a-f]+)"', '$1, '),
      '(?s), \s*[,}\]].*$', ''
    ) END,
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.functionName'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'StopDBInstance', 'StopDBCluster', 'RebootDBInstance', 'RebootDBCluster', 'FailoverDBCluster',
      'FailoverGlobalCluster', 'SwitchoverGlobalCluster', 'SwitchoverBlueGreenDeployment',
      'PromoteReadReplica'
    ))
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name IN (
      'StopTask', 'StopServiceDeployment', 'DeregisterContainerInstance', 'UpdateContainerInstancesState'
    ))
  OR (event_source = 'lambda.amazonaws.com'
    AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN ('PutFunctionConcurrency', 'RemovePermission'))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN (
      'SuspendProcesses', 'DetachInstances', 'SetInstanceHealth', 'EnterStandby', 'DeletePolicy',
      'DeleteScheduledAction', 'DeregisterScalableTarget'
    ))
  OR (event_source = 'elasticbeanstalk.amazonaws.com'
    AND event_name IN (
      'RestartAppServer', 'RebuildEnvironment', 'SwapEnvironmentCNAMEs', 'AbortEnvironmentUpdate'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('PauseCluster', 'RebootCluster'))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN ('RebootCacheCluster', 'TestFailover', 'InterruptClusterAzPower'))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'StopNotebookInstance', 'StopTrainingJob', 'StopProcessingJob', 'StopPipelineExecution'
    ))
  OR (event_source = 'states.amazonaws.com'
    AND event_name = 'StopExecution')
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'PauseService')
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN ('CancelJob', 'TerminateJob'))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name IN ('StopCrawler', 'StopTrigger', 'StopWorkflowRun', 'BatchStopJobRun'))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name = 'StopFleet')
  OR (event_source = 'codepipeline.amazonaws.com'
    AND event_name IN ('StopPipelineExecution', 'DisableStageTransition'))
  OR (event_source = 'codebuild.amazonaws.com'
    AND event_name IN ('StopBuild', 'StopBuildBatch'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN ('CancelCommand', 'TerminateSession', 'StopAutomationExecution'))
  OR (event_source = 'datasync.amazonaws.com'
    AND event_name = 'CancelTaskExecution')
  OR (event_source = 'dms.amazonaws.com'
    AND event_name = 'StopReplicationTask')
  OR (event_source = 'transfer.amazonaws.com'
    AND event_name = 'StopServer')
  OR (event_source = 'kinesisanalytics.amazonaws.com'
    AND event_name = 'StopApplication')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'StopRelationalDatabase', 'RebootRelationalDatabase', 'StopInstance', 'RebootInstance'
    ))
  OR (event_source = 'emr-serverless.amazonaws.com'
    AND event_name IN ('StopApplication', 'CancelJobRun'))
  OR (event_source = 'fis.amazonaws.com'
    AND event_name IN (
      'StopExperiment', 'StartExperiment', 'CreateExperimentTemplate', 'UpdateExperimentTemplate',
      'CreateTargetAccountConfiguration', 'UpdateSafetyLeverState', 'InjectApiInternalError',
      'InjectApiThrottleError', 'InjectApiUnavailableError'
    ))
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN ('DeregisterTargets', 'DeregisterInstancesFromLoadBalancer'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'StopInstances', 'RebootInstances', 'SendDiagnosticInterrupt', 'InjectApiError',
      'InjectVolumeIOLatency', 'PauseVolumeIO', 'SendSpotInstanceInterruptions'
    ))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN (
      'StopWorkspaces', 'RebootWorkspaces', 'RebuildWorkspaces', 'StopWorkspacesPool'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'InjectError')
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name = 'InjectApiError')
  OR (event_source = 'arc-zonal-shift.amazonaws.com'
    AND event_name = 'StartZonalShift')
  OR (event_source = 'route53-recovery-cluster.amazonaws.com'
    AND event_name IN ('UpdateRoutingControlState', 'UpdateRoutingControlStates'))
  OR (event_source = 'directconnect.amazonaws.com'
    AND event_name = 'StartBgpFailoverTest')
ORDER BY event_time, event_id
