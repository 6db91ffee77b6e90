-- title = "Workloads scaled to nothing"
-- why = "The service stays defined but nothing runs it any more."
-- techniques = ["T1489"]
-- severity = "high"
-- harmless_when = "Savings at night."
-- next = "Scale up again."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.service'),
    json_extract_scalar(request_parameters, '$.autoScalingGroupName'),
    json_extract_scalar(request_parameters, '$.functionName'),
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'ecs.amazonaws.com'
    AND event_name = 'UpdateService'
    AND json_extract_scalar(request_parameters, '$.desiredCount') = '0')
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN ('UpdateAutoScalingGroup', 'SetDesiredCapacity')
    AND (json_extract_scalar(request_parameters, '$.maxSize') = '0' OR json_extract_scalar(request_parameters, '$.desiredCapacity') = '0'))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} = 'PutFunctionConcurrency'
    AND json_extract_scalar(request_parameters, '$.reservedConcurrentExecutions') = '0')
ORDER BY event_time, event_id
