-- title = "Task that reads its own credentials"
-- why = "The task's command reads the address at which the container gets its role credentials."
-- techniques = ["T1552.005"]
-- severity = "high"
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.family'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ecs.amazonaws.com' AND event_name IN ('RegisterTaskDefinition')
  AND (request_parameters LIKE '%AWS_CONTAINER_CREDENTIALS%')
ORDER BY event_time, event_id
