-- title = "Routes changed"
-- why = "A route sends traffic past the firewall, out to the internet or to a machine of the holder of the credential."
-- techniques = ["T1578.005", "T1599", "T1048"]
-- severity = "low"
-- harmless_when = "Infrastructure code builds a network."
-- next = "Compare the routes before and after; a route to 0.0.0.0/0 through another gateway or interface is the first to look at."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html"]
-- fact = "routes_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.routeTableId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.destinationCidrBlock'),
    json_extract_scalar(request_parameters, '$.subnetId')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'CreateRoute', 'ReplaceRoute', 'DeleteRoute', 'CreateRouteTable', 'DeleteRouteTable',
      'AssociateRouteTable', 'DisassociateRouteTable', 'ReplaceRouteTableAssociation',
      'EnableVgwRoutePropagation', 'DisableVgwRoutePropagation', 'CreateTransitGatewayRoute',
      'ReplaceTransitGatewayRoute', 'DeleteTransitGatewayRoute', 'CreateTransitGatewayRouteTable',
      'AssociateTransitGatewayRouteTable', 'DisassociateTransitGatewayRouteTable',
      'EnableTransitGatewayRouteTablePropagation', 'DisableTransitGatewayRouteTablePropagation',
      'CreateTransitGatewayPrefixListReference', 'ModifyTransitGatewayPrefixListReference',
      'CreateVpnConnectionRoute', 'CreateClientVpnRoute', 'CreateLocalGatewayRoute', 'CreateRouteServer',
      'AssociateRouteServer', 'CreateRouteServerPeer', 'CreateTransitGatewayPolicyTableEntry',
      'CreateTransitGatewayRouteTableAnnouncement', 'EnableRouteServerPropagation',
      'DisableRouteServerPropagation', 'ModifyRouteServer', 'DisassociateRouteServer',
      'ModifyLocalGatewayRoute'
    ))
  OR (event_source = 'networkmanager.amazonaws.com'
    AND event_name IN ('PutCoreNetworkPolicy', 'ExecuteCoreNetworkChangeSet'))
ORDER BY event_time, event_id
