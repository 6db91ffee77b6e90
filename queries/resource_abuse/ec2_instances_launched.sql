-- title = "Instances launched"
-- why = "New machines mine, scan and send on the bill of the owner, or serve as a base inside the network."
-- techniques = ["T1578.002", "T1496.001", "T1204.003"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "Auto scaling or a deployment that the owner knows."
-- next = "Look at type, image, region and network of the machines; take a snapshot before stopping them."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html"]
-- fact = "instances_launched"
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
      'ModifySpotFleetRequest', 'RunScheduledInstances', 'CreateLaunchTemplate',
      'CreateLaunchTemplateVersion', 'ModifyLaunchTemplate'
    ))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN (
      'CreateAutoScalingGroup', 'SetDesiredCapacity', 'CreateLaunchConfiguration', 'AttachInstances',
      'LaunchInstances', 'PutScalingPolicy', 'ExecutePolicy', 'StartInstanceRefresh', 'PutWarmPool',
      'RegisterScalableTarget', 'ResumeProcesses'
    ))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name = 'UpdateAutoScalingGroup'
    AND (
      regexp_like(
        request_parameters,
        '"(maxSize|minSize|desiredCapacity|launchTemplate|launchConfigurationName|mixedInstancesPolicy)"\s*:'
      )
      OR NOT regexp_like(
        coalesce(request_parameters, ''),
        '"(healthCheck[A-Za-z]*|defaultCooldown|terminationPolicies|newInstancesProtectedFromScaleIn|vPCZoneIdentifier|availabilityZones|maxInstanceLifetime|defaultInstanceWarmup)"\s*:'
      )
    ))
ORDER BY event_time, event_id
