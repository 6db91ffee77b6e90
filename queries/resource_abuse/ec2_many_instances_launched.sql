-- title = "Ten or more instances or containers asked for at once"
-- why = "Miners ask for as many machines as the limits allow."
-- techniques = ["T1496.001", "T1578.002"]
-- severity = "high"
-- harmless_when = "A large batch job that the owner knows."
-- next = "Stop them; look in every region."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html"]
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
  regexp_extract(
    request_parameters,
    '(?i)"(?:maxCount|instanceCount|targetCapacity|totalTargetCapacity|desiredCapacity|desiredSize|desiredCount|count|minSize)"\s*:\s*"?([0-9]+)', 1
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'RunInstances', 'RequestSpotInstances', 'RequestSpotFleet', 'CreateFleet', 'ModifyFleet',
      'ModifySpotFleetRequest'
    )
    AND regexp_like(
      request_parameters,
      '(?i)"(maxCount|instanceCount|targetCapacity|totalTargetCapacity)"\s*:\s*"?[1-9][0-9]'
    ))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN (
      'CreateAutoScalingGroup', 'UpdateAutoScalingGroup', 'SetDesiredCapacity'
    )
    AND regexp_like(
      request_parameters,
      '"(desiredCapacity|minSize)"\s*:\s*"?[1-9][0-9]'
    ))
  OR (event_source = 'eks.amazonaws.com'
    AND event_name IN ('CreateNodegroup', 'UpdateNodegroupConfig')
    AND regexp_like(
      request_parameters,
      '"(desiredSize|minSize)"\s*:\s*"?[1-9][0-9]'
    ))
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name IN ('CreateService', 'UpdateService', 'RunTask')
    AND regexp_like(
      request_parameters,
      '"(desiredCount|count)"\s*:\s*"?[1-9][0-9]'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateInstances', 'CreateInstancesFromSnapshot')
    AND json_array_length(json_extract(request_parameters, '$.instanceNames')) >= 10)
ORDER BY event_time, event_id
