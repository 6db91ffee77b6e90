-- title = "Links to other networks made, changed or accepted"
-- why = "Peering, transit gateways, VPNs and endpoint services join networks, also with those of other accounts."
-- techniques = ["T1599", "T1133", "T1021"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "The network team connects networks of the company."
-- next = "Who owns the other end? Remove links that nobody knows."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html"]
-- fact = "network_links"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.vpcId'),
    json_extract_scalar(request_parameters, '$.peerVpcId'),
    json_extract_scalar(request_parameters, '$.vpcEndpointId'),
    json_extract_scalar(request_parameters, '$.serviceId'),
    json_extract_scalar(request_parameters, '$.transitGatewayId'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.peerOwnerId'),
    json_extract_scalar(request_parameters, '$.serviceName'),
    json_extract_scalar(request_parameters, '$.peerVpcId')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'AcceptVpcPeeringConnection', 'CreateTransitGateway', 'CreateTransitGatewayVpcAttachment',
      'ModifyTransitGatewayVpcAttachment', 'AcceptTransitGatewayVpcAttachment',
      'CreateTransitGatewayPeeringAttachment', 'AcceptTransitGatewayPeeringAttachment',
      'CreateTransitGatewayConnect', 'CreateVpnConnection', 'ModifyVpnConnection',
      'ModifyVpnConnectionOptions', 'ModifyVpnTunnelOptions', 'CreateVpnGateway', 'AttachVpnGateway',
      'CreateCustomerGateway', 'CreateClientVpnEndpoint', 'ModifyClientVpnEndpoint',
      'AssociateClientVpnTargetNetwork', 'AuthorizeClientVpnIngress', 'CreateVpcEndpoint',
      'ModifyVpcEndpoint', 'CreateVpcEndpointServiceConfiguration', 'AcceptVpcEndpointConnections',
      'CreateVpcEndpointConnectionNotification', 'EnableVpcClassicLink', 'AttachClassicLinkVpc',
      'CreateCarrierGateway', 'CreateVerifiedAccessEndpoint', 'ModifyVerifiedAccessEndpointPolicy',
      'ModifyVerifiedAccessGroupPolicy', 'CreateNetworkInterfacePermission',
      'CreateLocalGatewayRouteTableVpcAssociation', 'CreateVerifiedAccessInstance',
      'CreateVerifiedAccessGroup', 'CreateVerifiedAccessTrustProvider',
      'AttachVerifiedAccessTrustProvider', 'ModifyVerifiedAccessEndpoint', 'ModifyVerifiedAccessGroup',
      'ModifyVerifiedAccessInstance', 'ModifyVerifiedAccessTrustProvider',
      'CreateTransitGatewayConnectPeer', 'CreateTransitGatewayMulticastDomain',
      'CreateTransitGatewayPolicyTable', 'ModifyTransitGatewayPeeringAttachment',
      'AcceptTransitGatewayMulticastDomainAssociations', 'CreateVpnConcentrator', 'ReplaceVpnTunnel',
      'ModifyVpnTunnelCertificate', 'ImportClientVpnClientCertificateRevocationList',
      'CreateLocalGatewayRouteTable', 'CreateOdbNetworkPeering', 'CreateRouteServerEndpoint',
      'ModifyVpcEndpointConnectionNotification', 'ModifyInstanceConnectEndpoint',
      'StartVpcEndpointServicePrivateDnsVerification', 'ExportClientVpnClientConfiguration'
    ))
  OR (event_source = 'directconnect.amazonaws.com'
    AND event_name IN (
      'CreateConnection', 'CreatePrivateVirtualInterface', 'CreatePublicVirtualInterface',
      'CreateTransitVirtualInterface', 'ConfirmConnection', 'ConfirmPrivateVirtualInterface',
      'CreateDirectConnectGateway', 'CreateDirectConnectGatewayAssociation',
      'AcceptDirectConnectGatewayAssociationProposal', 'CreateBGPPeer', 'AllocateHostedConnection',
      'AllocatePrivateVirtualInterface', 'AllocatePublicVirtualInterface', 'AllocateTransitVirtualInterface',
      'AssociateVirtualInterface', 'ConfirmPublicVirtualInterface', 'ConfirmTransitVirtualInterface',
      'CreateInterconnect', 'CreateLag', 'CreateDirectConnectGatewayAssociationProposal',
      'UpdateDirectConnectGatewayAssociation', 'UpdateVirtualInterfaceAttributes', 'AssociateMacSecKey',
      'DisassociateMacSecKey'
    ))
  OR (event_source = 'networkmanager.amazonaws.com'
    AND event_name IN (
      'CreateVpcAttachment', 'CreateConnectAttachment', 'CreateSiteToSiteVpnAttachment', 'AcceptAttachment',
      'RegisterTransitGateway', 'CreateCoreNetwork', 'CreateTransitGatewayPeering', 'CreateConnectPeer',
      'CreateConnection', 'CreateDevice', 'CreateSite', 'CreateLink', 'CreateGlobalNetwork',
      'CreateDirectConnectGatewayAttachment', 'CreateTransitGatewayRouteTableAttachment',
      'UpdateVpcAttachment', 'AssociateLink', 'AssociateCustomerGateway', 'UpdateCoreNetwork'
    ))
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name IN (
      'CreateService', 'CreateServiceNetwork', 'CreateServiceNetworkVpcAssociation',
      'CreateServiceNetworkServiceAssociation', 'PutAuthPolicy', 'PutResourcePolicy', 'DeleteAuthPolicy',
      'CreateResourceConfiguration', 'CreateResourceGateway', 'CreateServiceNetworkResourceAssociation',
      'CreateServiceNetworkVpcEndpointAssociation', 'UpdateServiceNetworkVpcAssociation',
      'UpdateResourceConfiguration'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'PeerVpc')
  OR (event_source = 'gamelift.amazonaws.com'
    AND event_name IN ('CreateVpcPeeringConnection', 'CreateVpcPeeringAuthorization'))
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name IN ('CreateVpcConnector', 'CreateVpcIngressConnection', 'UpdateVpcIngressConnection'))
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN (
      'CreateOutboundConnection', 'AcceptInboundConnection', 'CreateVpcEndpoint',
      'CreateOutboundCrossClusterSearchConnection', 'AcceptInboundCrossClusterSearchConnection'
    ))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name = 'CreateVpcConnection')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'CreateEndpointAccess')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'CreateVpcPeeringConnection'
    AND coalesce(json_extract_scalar(request_parameters, '$.peerOwnerId'), '-') <> coalesce(recipient_account_id, ''))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVpcEndpointServicePermissions'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '(?i)"removeAllowed')
      OR regexp_like(request_parameters, '(?i)"addAllowed')
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVpcEndpointServiceConfiguration'
    AND NOT regexp_like(coalesce(request_parameters, ''), '(?i)"acceptanceRequired"\s*:\s*"?true'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyTransitGateway'
    AND NOT regexp_like(coalesce(request_parameters, ''), '(?i)"autoAcceptSharedAttachments"\s*:\s*"disable"'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVpcPeeringConnectionOptions'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '(?i)"allow[a-z]*"\s*:\s*"?false')
      OR regexp_like(request_parameters, '(?i)"allow[a-z]*"\s*:\s*"?true')
    ))
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name = 'UpdateServiceNetwork'
    AND coalesce(json_extract_scalar(request_parameters, '$.authType'), '-') <> 'AWS_IAM')
  OR (event_source = 'vpc-lattice.amazonaws.com'
    AND event_name = 'UpdateService'
    AND json_extract_scalar(request_parameters, '$.authType') = 'NONE')
ORDER BY event_time, event_id
