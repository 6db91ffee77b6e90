-- title = "Large or graphics machines started"
-- why = "Machines of this size are what miners want."
-- techniques = ["T1496.001", "T1578.002"]
-- severity = "critical"
-- severity_otherwise = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(json_extract_scalar(response_elements, '$.instancesSet.items[0].instanceId'), json_extract_scalar(request_parameters, '$.instanceType')) AS target,
  json_extract_scalar(request_parameters, '$.instanceType') AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('RunInstances', 'RequestSpotInstances', 'CreateFleet', 'RequestSpotFleet')
  AND (regexp_like(request_parameters, '"(instanceType|InstanceType)"\s*:\s*"(p[2-6]|g[3-7]|trn|inf|dl[12]|vt1|hpc|x[12]|u-|[a-z0-9-]+\.(metal|16xlarge|24xlarge|32xlarge|48xlarge))') OR TRY_CAST(json_extract_scalar(request_parameters, '$.instancesSet.items[0].maxCount') AS bigint) >= 10)
ORDER BY event_time, event_id
