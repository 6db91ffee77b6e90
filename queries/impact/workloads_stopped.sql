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
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'StopDBInstance', 'StopDBCluster', 'RebootDBInstance', 'RebootDBCluster', 'FailoverDBCluster',
      'FailoverGlobalCluster', 'SwitchoverGlobalCluster', 'SwitchoverBlueGreenDeployment',
      'PromoteReadReplica', 'PromoteReadReplicaDBCluster', 'RemoveFromGlobalCluster', 'SwitchoverReadReplica',
      'RebootDBShardGroup', 'DeregisterDBProxyTargets'
    ))
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name IN (
      'StopTask', 'StopServiceDeployment', 'DeregisterContainerInstance', 'UpdateContainerInstancesState'
    ))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN (
      'RemovePermission', 'RemoveLayerVersionPermission', 'PutFunctionScalingConfig', 'StopDurableExecution',
      'TerminateMicrovm', 'SuspendMicrovm'
    ))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} = 'PutFunctionConcurrency'
    AND coalesce(json_extract_scalar(request_parameters, '$.reservedConcurrentExecutions'), '0') = '0')
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN (
      'SuspendProcesses', 'DetachInstances', 'EnterStandby', 'DeletePolicy', 'DeleteScheduledAction',
      'DeregisterScalableTarget', 'DetachLoadBalancers', 'DetachLoadBalancerTargetGroups',
      'DetachTrafficSources', 'BatchDeleteScheduledAction', 'DeleteLifecycleHook', 'DeleteWarmPool',
      'DeleteLaunchConfiguration', 'CancelInstanceRefresh', 'RollbackInstanceRefresh'
    ))
  OR (event_source = 'elasticbeanstalk.amazonaws.com'
    AND event_name IN (
      'RestartAppServer', 'RebuildEnvironment', 'SwapEnvironmentCNAMEs', 'AbortEnvironmentUpdate'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN (
      'PauseCluster', 'RebootCluster', 'CancelQuery', 'CancelResize', 'FailoverPrimaryCompute'
    ))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name IN (
      'RebootCacheCluster', 'TestFailover', 'InterruptClusterAzPower', 'FailoverGlobalReplicationGroup',
      'DisassociateGlobalReplicationGroup'
    ))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'StopNotebookInstance', 'StopTrainingJob', 'StopProcessingJob', 'StopPipelineExecution', 'StopAutoMLJob',
      'StopCompilationJob', 'StopHyperParameterTuningJob', 'StopTransformJob', 'StopLabelingJob',
      'StopMonitoringSchedule', 'StopMlflowTrackingServer'
    ))
  OR (event_source = 'states.amazonaws.com'
    AND event_name IN ('StopExecution', 'SendTaskFailure'))
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'PauseService')
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN ('CancelJob', 'TerminateJob', 'CancelJobs', 'TerminateJobs', 'TerminateServiceJob'))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name IN ('StopCrawler', 'StopTrigger', 'StopWorkflowRun', 'BatchStopJobRun'))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN ('StopFleet', 'StopImageBuilder', 'DrainSessionInstance', 'ExpireSession'))
  OR (event_source = 'codepipeline.amazonaws.com'
    AND event_name IN ('StopPipelineExecution', 'DisableStageTransition'))
  OR (event_source = 'codebuild.amazonaws.com'
    AND event_name IN ('StopBuild', 'StopBuildBatch'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN ('CancelCommand', 'StopAutomationExecution'))
  OR (event_source = 'datasync.amazonaws.com'
    AND event_name = 'CancelTaskExecution')
  OR (event_source = 'dms.amazonaws.com'
    AND event_name IN (
      'StopReplicationTask', 'StopReplication', 'StopDataMigration', 'RebootReplicationInstance'
    ))
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
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN ('DeregisterTargets', 'DeregisterInstancesFromLoadBalancer'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'StopInstances', 'RebootInstances', 'SendDiagnosticInterrupt', 'InjectApiError', 'InjectVolumeIOLatency',
      'PauseVolumeIO', 'DetachVolume', 'SendSpotInstanceInterruptions', 'ModifyInstanceEventStartTime',
      'TerminateClientVpnConnections', 'ReleaseHosts', 'CancelCapacityReservation'
    ))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN (
      'StopWorkspaces', 'RebootWorkspaces', 'RebuildWorkspaces', 'StopWorkspacesPool'
    ))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name IN ('StopQueryExecution', 'TerminateSession', 'StopCalculationExecution'))
  OR (event_source = 'codedeploy.amazonaws.com'
    AND event_name = 'StopDeployment')
  OR (event_source = 'amplify.amazonaws.com'
    AND event_name = 'StopJob')
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name IN ('RebootBroker', 'Promote'))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name = 'RebootBroker')
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name = 'FailoverShard')
  OR (event_source = 'docdb-elastic.amazonaws.com'
    AND event_name = 'StopCluster')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name IN (
      'CancelSteps', 'RemoveManagedScalingPolicy', 'RemoveAutoScalingPolicy', 'StopNotebookExecution'
    ))
  OR (event_source = 'osis.amazonaws.com'
    AND event_name = 'StopPipeline')
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN ('CancelJob', 'CancelJobExecution', 'DisableTopicRule'))
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name IN ('StopStackSetOperation', 'CancelResourceRequest'))
  OR (event_source = 'bedrock.amazonaws.com'
    AND event_name IN ('StopFlowExecution', 'StopIngestionJob', 'StopEvaluationJob'))
  OR (event_source = 'dax.amazonaws.com'
    AND event_name = 'RebootNode')
ORDER BY event_time, event_id
