-- title = "Kubernetes control plane logging off"
-- why = "Calls to the cluster are no longer recorded."
-- techniques = ["T1685.002"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'eks.amazonaws.com' AND event_name IN ('UpdateClusterConfig')
  AND (regexp_like(request_parameters, '"enabled"\s*:\s*false'))
ORDER BY event_time, event_id
