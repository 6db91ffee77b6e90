-- title = "Call refused by the policy of a VPC endpoint"
-- why = "Somebody inside the network used credentials that the endpoint does not let through."
-- techniques = ["T1530", "T1580"]
-- severity = "medium"
-- severity_otherwise = "medium"
-- next = "Find the machine in the VPC that called."
-- rank = 3
SELECT
  event_id,
  coalesce(vpc_endpoint_id, event_name) AS target,
  event_name AS detail
FROM events
WHERE error_code = 'VpceAccessDenied'
ORDER BY event_time, event_id
