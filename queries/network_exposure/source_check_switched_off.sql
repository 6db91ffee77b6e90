-- title = "Machine allowed to forward the traffic of others"
-- why = "Without the check of source and destination a machine can stand between networks as a router or a listener."
-- techniques = ["T1599", "T1557"]
-- severity = "medium"
-- harmless_when = "A NAT, VPN or firewall machine of the network team."
-- next = "Do routes lead to the machine? Who owns it, and what runs on it?"
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.networkInterfaceId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name IN ('ModifyInstanceAttribute', 'ModifyNetworkInterfaceAttribute')
  AND coalesce(
    json_extract_scalar(request_parameters, '$.sourceDestCheck.value'),
    json_extract_scalar(request_parameters, '$.sourceDestCheck')
  ) = 'false'
ORDER BY event_time, event_id
