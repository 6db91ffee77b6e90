-- title = "Kubernetes endpoint open to the internet"
-- why = "The cluster's API can be reached from anywhere."
-- techniques = ["T1133"]
-- severity = "medium"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'eks.amazonaws.com' AND event_name IN ('UpdateClusterConfig', 'CreateCluster')
  AND (regexp_like(request_parameters, '"endpointPublicAccess"\s*:\s*true') AND request_parameters LIKE '%0.0.0.0/0%')
ORDER BY event_time, event_id
