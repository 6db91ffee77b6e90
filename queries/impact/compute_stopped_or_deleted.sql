-- title = "Machines, functions or clusters stopped or deleted"
-- why = "Services go down, or traces with them."
-- techniques = ["T1489", "T1485", "T1578.003"]
-- severity = "medium"
-- fact = "resources_deleted"
SELECT
  event_id,
  coalesce(json_format(json_extract(request_parameters, '$.instancesSet')), json_extract_scalar(request_parameters, '$.functionName'), json_extract_scalar(request_parameters, '$.cluster'), json_extract_scalar(request_parameters, '$.name'), json_extract_scalar(request_parameters, '$.stackName'), json_extract_scalar(request_parameters, '$.repositoryName'), json_extract_scalar(request_parameters, '$.topicArn'), json_extract_scalar(request_parameters, '$.queueUrl'), regexp_extract(error_message, 'on resource: ([^ ]+)', 1)) AS target
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN (
    'TerminateInstances',
    'StopInstances',
    'CancelSpotInstanceRequests',
    'DeleteLaunchTemplate'
  ))
  OR (event_source = 'lambda.amazonaws.com' AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN (
    'DeleteFunction',
    'DeleteEventSourceMapping',
    'DeleteLayerVersion',
    'PutFunctionConcurrency'
  ))
  OR (event_source = 'ecs.amazonaws.com' AND event_name IN ('DeleteCluster', 'DeleteService', 'StopTask', 'DeregisterTaskDefinition'))
  OR (event_source = 'eks.amazonaws.com' AND event_name IN ('DeleteCluster', 'DeleteNodegroup', 'DeleteAddon'))
  OR (event_source = 'lightsail.amazonaws.com' AND event_name IN ('DeleteInstance'))
  OR (event_source = 'autoscaling.amazonaws.com' AND event_name IN ('DeleteAutoScalingGroup', 'SuspendProcesses'))
  OR (event_source = 'cloudformation.amazonaws.com' AND event_name IN ('DeleteStack', 'DeleteStackSet'))
  OR (event_source = 'ecr.amazonaws.com' AND event_name IN ('DeleteRepository', 'BatchDeleteImage'))
  OR (event_source = 'bedrock.amazonaws.com' AND event_name IN (
    'DeleteCustomModel',
    'DeleteImportedModel',
    'DeleteProvisionedModelThroughput',
    'DeleteAgent'
  ))
  OR (event_source = 'sns.amazonaws.com' AND event_name IN ('DeleteTopic'))
  OR (event_source = 'sqs.amazonaws.com' AND event_name IN ('DeleteQueue', 'PurgeQueue'))
  OR (event_source = 'elasticbeanstalk.amazonaws.com' AND event_name IN ('TerminateEnvironment'))
  OR (event_source = 'elasticloadbalancing.amazonaws.com' AND event_name IN ('DeleteLoadBalancer'))
)
ORDER BY event_time, event_id
