-- title = "Shell into containers allowed"
-- why = "With execute-command a caller gets a shell in the running container, and with it the rights of its task role."
-- techniques = ["T1609", "T1651"]
-- severity = "high"
-- harmless_when = "Developers debug a service."
-- next = "Switch it off; look for ExecuteCommand on the service."
-- references = ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.service'),
    json_extract_scalar(request_parameters, '$.serviceName'),
    json_extract_scalar(request_parameters, '$.taskDefinition'),
    json_extract_scalar(request_parameters, '$.cluster'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ecs.amazonaws.com'
  AND event_name IN ('CreateService', 'UpdateService', 'RunTask', 'StartTask')
  AND json_extract_scalar(request_parameters, '$.enableExecuteCommand') = 'true'
ORDER BY event_time, event_id
