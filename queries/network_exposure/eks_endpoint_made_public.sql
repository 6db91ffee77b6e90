-- title = "Kubernetes API open to the world"
-- why = "Anyone can reach the API server; a leaked token is then enough."
-- techniques = ["T1133"]
-- severity = "medium"
-- harmless_when = "Many clusters are public by default, with strong authentication."
-- next = "Limit the addresses; read the audit log of the cluster."
-- references = ["https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"]
-- fact = "clusters_made_public"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'eks.amazonaws.com'
  AND event_name IN ('UpdateClusterConfig', 'CreateCluster')
  AND json_extract_scalar(request_parameters, '$.resourcesVpcConfig.endpointPublicAccess') = 'true'
  AND regexp_like(
    json_format(json_extract(request_parameters, '$.resourcesVpcConfig')),
    '"publicAccessCidrs"\s*:\s*\[[^\]]*"[0-9.]+/0"'
  )
ORDER BY event_time, event_id
