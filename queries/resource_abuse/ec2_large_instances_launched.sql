-- title = "Accelerated or very large instances launched"
-- why = "Graphics, training and very large machines cost the most per hour and are what miners and those who train or run models want."
-- techniques = ["T1496.001", "T1578.002"]
-- severity = "high"
-- harmless_when = "The data science team trains a model."
-- next = "Stop them at once (after a snapshot); look in every region; ask AWS about the cost."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html"]
-- fact = "large_instances_launched"
-- rank = 1
SELECT
  event_id,
  coalesce(
    CASE WHEN regexp_like(response_elements, '"(?:instanceId)"\s*:\s*"i-[0-9a-f]+"') THEN regexp_replace(
      regexp_replace(response_elements, '(?s).*?"(?:instanceId)"\s*:\s*"(i-[0-9a-f]+)"', '$1, '),
      '(?s), \s*[,}\]].*$', ''
    ) END,
    json_extract_scalar(response_elements, '$.spotFleetRequestId'),
    json_extract_scalar(request_parameters, '$.autoScalingGroupName'),
    json_extract_scalar(request_parameters, '$.launchTemplateName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '(?i)"instanceType"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'RunInstances', 'RequestSpotInstances', 'RequestSpotFleet', 'CreateFleet', 'ModifyFleet',
      'CreateLaunchTemplate', 'CreateLaunchTemplateVersion', 'CreateCapacityReservation'
    )
    AND regexp_like(
      request_parameters,
      '(?i)"instanceType"\s*:\s*"(ml\.)?(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))'
    ))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN (
      'CreateLaunchConfiguration', 'CreateAutoScalingGroup', 'UpdateAutoScalingGroup'
    )
    AND regexp_like(
      request_parameters,
      '(?i)"instanceType"\s*:\s*"(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))'
    ))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'CreateNotebookInstance', 'CreateTrainingJob', 'CreateProcessingJob', 'CreateEndpointConfig',
      'CreateHyperParameterTuningJob', 'CreateTransformJob', 'CreateApp', 'CreateCluster'
    )
    AND regexp_like(
      request_parameters,
      '(?i)"instanceType"\s*:\s*"ml\.(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))'
    ))
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN ('CreateComputeEnvironment', 'UpdateComputeEnvironment')
    AND regexp_like(
      request_parameters,
      '"instanceTypes"\s*:\s*\[[^\]]*"(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))'
    ))
  OR (event_source = 'eks.amazonaws.com'
    AND event_name = 'CreateNodegroup'
    AND regexp_like(
      request_parameters,
      '"instanceTypes"\s*:\s*\[[^\]]*"(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyInstanceAttribute'
    AND (
      regexp_like(request_parameters, '(?i)"instanceType"\s*:\s*(\{\s*"value"\s*:\s*)?"(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))')
      OR (
        json_extract_scalar(request_parameters, '$.attribute') = 'instanceType'
        AND regexp_like(json_extract_scalar(request_parameters, '$.value'), '^(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))')
      )
    ))
  OR (event_source IN ('elasticmapreduce.amazonaws.com', 'gamelift.amazonaws.com')
    AND event_name IN ('RunJobFlow', 'AddInstanceGroups', 'AddInstanceFleet', 'CreateFleet')
    AND regexp_like(request_parameters, '(?i)"(ec2)?instanceType"\s*:\s*"(p[1-9]|g[2-9]|trn|inf|dl[12]|vt1|f[12]\.|hpc|x[12]|u-|u7|z1d\.(metal|12)|[a-z0-9-]+\.(metal|24xlarge|32xlarge|48xlarge|56xlarge|96xlarge|112xlarge))'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateInstances', 'CreateInstancesFromSnapshot')
    AND regexp_like(request_parameters, '"bundleId"\s*:\s*"([48]xlarge|16xlarge|gpu_)'))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN ('CreateWorkspaces', 'ModifyWorkspaceProperties', 'CreateWorkspaceBundle')
    AND regexp_like(request_parameters, '"(GRAPHICS|GRAPHICSPRO|GRAPHICS_G[0-9A-Z_]+|GRAPHICSPRO_G[0-9A-Z_]+|GENERALPURPOSE_[48]XLARGE)"'))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN ('CreateFleet', 'UpdateFleet', 'CreateImageBuilder')
    AND regexp_like(request_parameters, '"stream\.graphics'))
ORDER BY event_time, event_id
