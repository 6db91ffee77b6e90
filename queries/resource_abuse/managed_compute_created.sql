-- title = "Clusters, fleets or managed machines made"
-- why = "Clusters, Lightsail, WorkSpaces, AppStream and the like run somebody else's work where EC2 is watched."
-- techniques = ["T1496.001", "T1578.002"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "A deployment that the owner knows."
-- next = "List what runs there; stop it after securing evidence; look in every region."
-- references = ["https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html"]
-- fact = "compute_created"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.clusterName'),
    json_extract_scalar(request_parameters, '$.nodegroupName'),
    json_extract_scalar(request_parameters, '$.instanceNames[0]'),
    json_extract_scalar(request_parameters, '$.bundleId'),
    json_extract_scalar(request_parameters, '$.endpointName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"(?:instanceTypes?|bundleId|power)"\s*:\s*\[?\s*"([^"]+)"', 1) AS detail
FROM events
WHERE (event_source = 'eks.amazonaws.com'
    AND event_name IN (
      'CreateCluster', 'CreateNodegroup', 'UpdateNodegroupConfig', 'CreateFargateProfile',
      'UpdateNodegroupVersion', 'CreateEksAnywhereSubscription'
    ))
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name IN ('CreateCluster', 'CreateService'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'CreateInstances', 'CreateInstancesFromSnapshot', 'CreateContainerService',
      'CreateCloudFormationStack'
    ))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN (
      'CreateWorkspaces', 'CreateWorkspacesPool', 'CreateStandbyWorkspaces', 'RegisterWorkspaceDirectory',
      'MigrateWorkspace', 'ModifyWorkspaceProperties', 'ModifySamlProperties',
      'ModifyCertificateBasedAuthProperties', 'ModifyAccount', 'ModifyStreamingProperties',
      'ModifyWorkspaceState', 'CreateWorkspaceBundle', 'UpdateWorkspaceBundle', 'CreateConnectionAlias',
      'AssociateConnectionAlias', 'UpdateConnectionAliasPermission', 'DeployWorkspaceApplications',
      'UpdateWorkspacesPool', 'ImportClientBranding', 'CreateAccountLinkInvitation',
      'AcceptAccountLinkInvitation'
    ))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN (
      'CreateFleet', 'StartFleet', 'CreateImageBuilder', 'StartImageBuilder', 'CreateStack',
      'AssociateFleet', 'CreateUser', 'CreateApplication', 'CreateEntitlement',
      'AssociateApplicationFleet', 'BatchAssociateUserStack', 'CreateImportedImage', 'CreateUpdatedImage',
      'EnableUser', 'CreateUsageReportSubscription', 'CreateAppBlock', 'CreateAppBlockBuilder',
      'StartAppBlockBuilder', 'CreateDirectoryConfig', 'UpdateDirectoryConfig', 'UpdateImageBuilder'
    ))
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN ('CreateComputeEnvironment', 'UpdateComputeEnvironment'))
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'CreateService')
  OR (event_source = 'gamelift.amazonaws.com'
    AND event_name IN (
      'CreateFleet', 'CreateGameServerGroup', 'CreateContainerFleet', 'UpdateFleetCapacity', 'CreateBuild',
      'CreateScript', 'UpdateFleetAttributes', 'UpdateFleetPortSettings', 'CreateGameSession', 'UpdateBuild',
      'UpdateScript'
    ))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'CreateEndpoint', 'CreateEndpointConfig', 'UpdateEndpoint', 'CreateCluster', 'UpdateCluster',
      'CreateInferenceComponent', 'UpdateEndpointWeightsAndCapacities', 'CreateTrainingPlan',
      'CreateReservedCapacity'
    ))
  OR (event_source = 'deadline.amazonaws.com'
    AND event_name IN ('CreateFleet', 'CreateFarm', 'CreateJob', 'CreateQueue', 'UpdateFleet', 'CreateWorker'))
  OR (event_source = 'pcs.amazonaws.com'
    AND event_name IN ('CreateCluster', 'CreateComputeNodeGroup'))
  OR (event_source = 'braket.amazonaws.com'
    AND event_name IN ('CreateQuantumTask', 'CreateJob'))
  OR (event_source = 'devicefarm.amazonaws.com'
    AND event_name IN ('ScheduleRun', 'CreateRemoteAccessSession', 'CreateTestGridUrl'))
  OR (event_source = 'evs.amazonaws.com'
    AND event_name = 'CreateEnvironment')
  OR (event_source = 'robomaker.amazonaws.com'
    AND event_name IN (
      'CreateSimulationJob', 'CreateRobotApplication', 'CreateSimulationApplication',
      'CreateWorldGenerationJob'
    ))
  OR (event_source = 'workspaces-instances.amazonaws.com'
    AND event_name = 'CreateWorkspaceInstance')
  OR (event_source = 'elasticbeanstalk.amazonaws.com'
    AND event_name = 'CreateStorageLocation')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'CreatePlacementGroup')
  OR (event_source = 'mediaconvert.amazonaws.com'
    AND event_name = 'CreateJob')
  OR (event_source = 'medialive.amazonaws.com'
    AND event_name IN ('StartChannel', 'CreateChannel'))
  OR (event_source = 'ivs.amazonaws.com'
    AND event_name IN ('CreateChannel', 'CreateStage'))
  OR (event_source = 'managedblockchain.amazonaws.com'
    AND event_name IN ('CreateNode', 'CreateAccessor'))
  OR (event_source = 'opsworks.amazonaws.com'
    AND event_name IN ('CreateStack', 'CreateInstance', 'StartInstance'))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name = 'CreateScalingPlan')
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN (
      'ModifyWorkspaceAccessProperties', 'ModifyWorkspaceCreationProperties',
      'ModifySelfservicePermissions', 'ModifyClientProperties'
    )
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"(DENY|DISABLED)"|:\s*"?false')
      OR regexp_like(request_parameters, '"(ALLOW|ENABLED)"|:\s*"?true')
    ))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN ('UpdateFleet', 'UpdateStack')
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"DISABLED"|:\s*"?false')
      OR regexp_like(
        request_parameters,
        '"ENABLED"|:\s*"?true|"(instanceType|imageName|imageArn|computeCapacity|iamRoleArn|storageConnectors)"'
      )
    ))
ORDER BY event_time, event_id
