-- title = "Route to everywhere set"
-- why = "Traffic to every address now takes the way that the caller chose."
-- techniques = ["T1578.005", "T1048", "T1599"]
-- severity = "high"
-- harmless_when = "A new public subnet."
-- next = "Look in flow logs what left through the gateway."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.routeTableId'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.gatewayId'),
    json_extract_scalar(request_parameters, '$.natGatewayId'),
    json_extract_scalar(request_parameters, '$.transitGatewayId'),
    json_extract_scalar(request_parameters, '$.vpcPeeringConnectionId'),
    json_extract_scalar(request_parameters, '$.networkInterfaceId'),
    json_extract_scalar(request_parameters, '$.instanceId')
  ) AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name IN ('CreateRoute', 'ReplaceRoute')
  AND (json_extract_scalar(request_parameters, '$.destinationCidrBlock') LIKE '%/0'
    OR json_extract_scalar(request_parameters, '$.destinationIpv6CidrBlock') LIKE '%/0')
ORDER BY event_time, event_id
