-- title = "Load balancer or subnet with public addresses"
-- why = "What stands behind it can be reached from the internet."
-- techniques = ["T1133", "T1190"]
-- severity = "medium"
-- harmless_when = "A public site."
-- next = "Read what the load balancer forwards to."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.loadBalancerName'),
    json_extract_scalar(request_parameters, '$.subnetId'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.scheme') AS detail
FROM events
WHERE (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name = 'CreateLoadBalancer'
    AND request_parameters IS NOT NULL
    AND coalesce(json_extract_scalar(request_parameters, '$.scheme'), 'internet-facing') = 'internet-facing')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifySubnetAttribute'
    AND regexp_like(request_parameters, '"mapPublicIpOnLaunch"\s*:\s*(\{\s*"value"\s*:\s*)?"?true'))
ORDER BY event_time, event_id
