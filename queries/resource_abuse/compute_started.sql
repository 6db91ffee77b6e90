-- title = "Machines and clusters started"
-- why = "Computing at the account's cost, often to mine."
-- techniques = ["T1496.001", "T1578.002"]
-- severity = "high"
-- next = "Find the machines in all regions; snapshot, then stop them."
-- fact = "instances_launched"
SELECT
  event_id,
  coalesce(json_extract_scalar(response_elements, '$.instancesSet.items[0].instanceId'), json_extract_scalar(request_parameters, '$.clusterName'), json_extract_scalar(request_parameters, '$.cluster'), json_extract_scalar(request_parameters, '$.name'), json_extract_scalar(request_parameters, '$.family'), json_extract_scalar(request_parameters, '$.taskDefinition'), json_format(json_extract(request_parameters, '$.instanceNames')), regexp_extract(error_message, 'on resource: ([^ ]+)', 1)) AS target,
  json_extract_scalar(request_parameters, '$.instanceType') AS detail
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN (
    'RunInstances',
    'RequestSpotInstances',
    'RequestSpotFleet',
    'CreateFleet',
    'CreateLaunchTemplate',
    'CreateLaunchTemplateVersion',
    'PurchaseReservedInstancesOffering',
    'PurchaseHostReservation',
    'AllocateHosts',
    'CreateCapacityReservation'
  ))
  OR (event_source = 'autoscaling.amazonaws.com' AND event_name IN (
    'CreateAutoScalingGroup',
    'UpdateAutoScalingGroup',
    'CreateLaunchConfiguration',
    'SetDesiredCapacity'
  ))
  OR (event_source = 'ecs.amazonaws.com' AND event_name IN (
    'CreateCluster',
    'RegisterTaskDefinition',
    'RunTask',
    'StartTask',
    'CreateService',
    'UpdateService',
    'RegisterContainerInstance'
  ))
  OR (event_source = 'eks.amazonaws.com' AND event_name IN (
    'CreateCluster',
    'CreateNodegroup',
    'CreateFargateProfile',
    'UpdateNodegroupConfig'
  ))
  OR (event_source = 'lightsail.amazonaws.com' AND event_name IN ('CreateInstances', 'CreateContainerService', 'CreateRelationalDatabase'))
  OR (event_source = 'batch.amazonaws.com' AND event_name IN ('CreateComputeEnvironment', 'CreateJobQueue'))
  OR (event_source = 'sagemaker.amazonaws.com' AND event_name IN (
    'CreateTrainingJob',
    'CreateEndpoint',
    'CreateEndpointConfig',
    'CreateDomain',
    'CreateHyperParameterTuningJob',
    'CreateCluster'
  ))
  OR (event_source = 'workspaces.amazonaws.com' AND event_name IN ('CreateWorkspaces'))
  OR (event_source = 'appstream.amazonaws.com' AND event_name IN ('CreateFleet'))
  OR (event_source = 'apprunner.amazonaws.com' AND event_name IN ('CreateService'))
  OR (event_source = 'gamelift.amazonaws.com' AND event_name IN ('CreateFleet'))
  OR (event_source = 'savingsplans.amazonaws.com' AND event_name IN ('CreateSavingsPlan'))
  OR (event_source = 'braket.amazonaws.com' AND event_name IN ('CreateJob', 'CreateQuantumTask'))
  OR (event_source = 'elasticbeanstalk.amazonaws.com' AND event_name IN ('CreateEnvironment', 'CreateApplication'))
)
ORDER BY event_time, event_id
