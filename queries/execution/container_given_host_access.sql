-- title = "Container with the rights of its host"
-- why = "A privileged container, or one on the network, socket or root folder of its host, reads the credentials of the host."
-- techniques = ["T1610", "T1611"]
-- severity = "high"
-- harmless_when = "Agents for monitoring."
-- next = "Find where the task runs; rotate the credentials of the host."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.family'),
    json_extract_scalar(request_parameters, '$.jobDefinitionName'),
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"image"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
WHERE event_source IN ('ecs.amazonaws.com', 'batch.amazonaws.com')
  AND event_name IN ('RegisterTaskDefinition', 'RegisterJobDefinition')
  AND regexp_like(
    request_parameters,
    '"privileged"\s*:\s*"?true|"(networkMode|pidMode)"\s*:\s*"host"|/var/run/docker.sock|"sourcePath"\s*:\s*"/"'
  )
ORDER BY event_time, event_id
