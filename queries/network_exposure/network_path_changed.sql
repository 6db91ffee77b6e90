-- title = "Routes, gateways or peerings changed"
-- why = "Traffic takes another way, or a private network becomes reachable."
-- techniques = ["T1578.005", "T1048"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.routeTableId'), json_extract_scalar(request_parameters, '$.vpcId'), json_extract_scalar(request_parameters, '$.internetGatewayId'), json_extract_scalar(request_parameters, '$.subnetId'), json_extract_scalar(request_parameters, '$.natGatewayId'), json_extract_scalar(request_parameters, '$.allocationId'), json_extract_scalar(request_parameters, '$.name'), regexp_extract(error_message, 'on resource: ([^ ]+)', 1)) AS target
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN (
    'CreateRoute',
    'ReplaceRoute',
    'DeleteRoute',
    'CreateRouteTable',
    'AssociateRouteTable',
    'DisassociateRouteTable',
    'ReplaceRouteTableAssociation',
    'DeleteRouteTable',
    'CreateInternetGateway',
    'AttachInternetGateway',
    'DetachInternetGateway',
    'DeleteInternetGateway',
    'CreateNatGateway',
    'DeleteNatGateway',
    'CreateVpcPeeringConnection',
    'AcceptVpcPeeringConnection',
    'DeleteVpcPeeringConnection',
    'CreateTransitGateway',
    'CreateTransitGatewayVpcAttachment',
    'CreateVpnConnection',
    'CreateVpnGateway',
    'AttachVpnGateway',
    'CreateClientVpnEndpoint',
    'AllocateAddress',
    'AssociateAddress',
    'CreateVpcEndpoint',
    'ModifyVpcEndpoint',
    'CreateVpc',
    'CreateSubnet',
    'CreateDefaultVpc',
    'CreateDefaultSubnet',
    'ModifySubnetAttribute',
    'ModifyVpcAttribute',
    'DeleteVpc',
    'DeleteSubnet',
    'DisassociateAddress',
    'ReleaseAddress',
    'CreateNetworkInterface',
    'AttachNetworkInterface',
    'DeleteVpcEndpoints'
  ))
  OR (event_source = 'directconnect.amazonaws.com' AND event_name IN ('CreateConnection', 'CreatePrivateVirtualInterface'))
  OR (event_source = 'elasticloadbalancing.amazonaws.com' AND event_name IN (
    'CreateLoadBalancer',
    'CreateListener',
    'ModifyListener',
    'CreateTargetGroup',
    'RegisterTargets',
    'SetSecurityGroups'
  ))
  OR (event_source = 'globalaccelerator.amazonaws.com' AND event_name IN ('CreateAccelerator'))
  OR (event_source = 'apigateway.amazonaws.com' AND event_name IN ('UpdateRestApiPolicy'))
)
ORDER BY event_time, event_id
