-- title = "Networks, gateways, load balancers or ways to them removed"
-- why = "Services become unreachable, and the path that defenders use may be cut as well."
-- techniques = ["T1489", "T1578.005", "T1686", "T1070"]
-- severity = "medium"
-- harmless_when = "Infrastructure code tears a network down."
-- next = "Rebuild the path; check that addresses which were given up are not named in DNS."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.vpcId'),
    json_extract_scalar(request_parameters, '$.subnetId'),
    json_extract_scalar(request_parameters, '$.internetGatewayId'),
    json_extract_scalar(request_parameters, '$.allocationId'),
    json_extract_scalar(request_parameters, '$.loadBalancerArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'DeleteVpc', 'DeleteSubnet', 'DeleteInternetGateway', 'DetachInternetGateway',
      'DeleteEgressOnlyInternetGateway', 'DeleteNatGateway', 'DeleteVpcPeeringConnection',
      'DeleteVpcEndpoints', 'DeleteVpcEndpointServiceConfigurations', 'DeleteVpnConnection',
      'DeleteVpnConnectionRoute', 'DeleteVpnGateway', 'DetachVpnGateway', 'DeleteCustomerGateway',
      'DeleteTransitGateway', 'DeleteTransitGatewayVpcAttachment', 'DeleteTransitGatewayPeeringAttachment',
      'DeleteTransitGatewayRouteTable', 'DeleteClientVpnEndpoint', 'DisassociateClientVpnTargetNetwork',
      'ReleaseAddress', 'DisassociateAddress', 'DeleteNetworkInterface', 'DetachNetworkInterface',
      'DetachClassicLinkVpc', 'DisableVpcClassicLink', 'DisassociateVpcCidrBlock', 'DeleteDhcpOptions',
      'RejectVpcPeeringConnection', 'RejectVpcEndpointConnections', 'DeleteManagedPrefixList',
      'DeprovisionByoipCidr', 'WithdrawByoipCidr', 'DeleteVpcEndpointConnectionNotifications',
      'RevokeClientVpnIngress', 'DeleteClientVpnRoute', 'UnassignPrivateIpAddresses', 'UnassignIpv6Addresses',
      'DisassociateSubnetCidrBlock', 'DisassociateNatGatewayAddress', 'RejectTransitGatewayVpcAttachment',
      'RejectTransitGatewayPeeringAttachment', 'DeleteTransitGatewayConnect',
      'DeleteTransitGatewayConnectPeer', 'DeleteTransitGatewayMulticastDomain',
      'DeleteTransitGatewayPolicyTable', 'DeleteTransitGatewayPrefixListReference',
      'DeleteNetworkInterfacePermission', 'DeleteCarrierGateway', 'DeleteVerifiedAccessEndpoint',
      'DeleteVerifiedAccessGroup', 'DeleteVerifiedAccessInstance', 'DeleteVerifiedAccessTrustProvider',
      'DetachVerifiedAccessTrustProvider', 'DeleteLocalGatewayRoute', 'DeleteRouteServer',
      'DisableAddressTransfer', 'DeletePublicIpv4Pool', 'ResetAddressAttribute'
    ))
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN (
      'DeleteLoadBalancer', 'DeleteListener', 'DeleteTargetGroup', 'DeleteRule',
      'DeleteLoadBalancerListeners', 'DetachLoadBalancerFromSubnets'
    ))
  OR (event_source = 'directconnect.amazonaws.com'
    AND event_name IN (
      'DeleteConnection', 'DeleteVirtualInterface', 'DeleteBGPPeer', 'DeleteDirectConnectGateway',
      'DeleteDirectConnectGatewayAssociation', 'DeleteLag', 'DeleteInterconnect'
    ))
  OR (event_source = 'globalaccelerator.amazonaws.com'
    AND event_name IN (
      'DeleteAccelerator', 'DeleteEndpointGroup', 'DeleteListener', 'RemoveEndpoints',
      'DeleteCustomRoutingAccelerator', 'RemoveCustomRoutingEndpoints', 'DenyCustomRoutingTraffic',
      'DeleteCrossAccountAttachment'
    ))
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name IN (
      'DeleteService', 'DeleteServiceNetwork', 'DeleteListener', 'DeregisterTargets', 'DeleteRule',
      'DeleteTargetGroup', 'DeleteServiceNetworkVpcAssociation', 'DeleteServiceNetworkServiceAssociation',
      'DeleteResourceConfiguration', 'DeleteResourceGateway', 'DeleteResourcePolicy'
    ))
  OR (event_source = 'networkmanager.amazonaws.com'
    AND event_name IN (
      'DeleteCoreNetwork', 'DeleteGlobalNetwork', 'DeleteAttachment', 'DeregisterTransitGateway',
      'DeleteConnection', 'DeleteDevice', 'DeleteLink', 'DeleteSite', 'DeleteConnectPeer', 'DeletePeering',
      'DisassociateLink', 'DisassociateCustomerGateway', 'RejectAttachment'
    ))
  OR (event_source = 'appmesh.amazonaws.com'
    AND event_name IN ('DeleteMesh', 'DeleteVirtualService'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'ReleaseStaticIp', 'DetachStaticIp', 'UnpeerVpc', 'CloseInstancePublicPorts'
    ))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN ('DeleteInboundConnection', 'DeleteOutboundConnection', 'RejectInboundConnection'))
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name IN ('DeleteVpcConnector', 'DeleteVpcIngressConnection', 'DisassociateCustomDomain'))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN ('DeleteVpcConnection', 'RejectClientVpcConnection'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name = 'DeleteDBSecurityGroup')
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name = 'DeleteCacheSecurityGroup')
ORDER BY event_time, event_id
