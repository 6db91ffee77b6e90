-- title = "Networks, gateways or public addresses made"
-- why = "The ground on which machines are launched that the owner does not know of, or by which private ones become reachable."
-- techniques = ["T1578.005", "T1133", "T1496", "T1685"]
-- severity = "low"
-- harmless_when = "Infrastructure code builds a network."
-- next = "List what runs in the new network."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.vpcId'),
    json_extract_scalar(request_parameters, '$.subnetId'),
    json_extract_scalar(request_parameters, '$.internetGatewayId'),
    json_extract_scalar(request_parameters, '$.networkInterfaceId'),
    json_extract_scalar(request_parameters, '$.allocationId'),
    json_extract_scalar(request_parameters, '$.dBSubnetGroupName'),
    json_extract_scalar(response_elements, '$.vpc.vpcId'),
    json_extract_scalar(response_elements, '$.subnet.subnetId'),
    json_extract_scalar(response_elements, '$.internetGateway.internetGatewayId'),
    json_extract_scalar(response_elements, '$.publicIp'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.cidrBlock'),
    json_extract_scalar(response_elements, '$.publicIp')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'CreateVpc', 'CreateDefaultVpc', 'CreateSubnet', 'CreateDefaultSubnet', 'CreateInternetGateway',
      'AttachInternetGateway', 'CreateNatGateway', 'CreateEgressOnlyInternetGateway', 'AllocateAddress',
      'AssociateAddress', 'AssociateNatGatewayAddress', 'AssignPrivateIpAddresses', 'AssignIpv6Addresses',
      'ModifySubnetAttribute', 'ModifyVpcAttribute', 'AssociateVpcCidrBlock', 'AssociateSubnetCidrBlock',
      'CreateDhcpOptions', 'AssociateDhcpOptions', 'CreateNetworkInterface', 'AttachNetworkInterface',
      'ModifyNetworkInterfaceAttribute', 'ResetNetworkInterfaceAttribute', 'ModifyAddressAttribute',
      'EnableAddressTransfer', 'AcceptAddressTransfer', 'ProvisionByoipCidr', 'AdvertiseByoipCidr',
      'CreatePublicIpv4Pool', 'MoveAddressToVpc', 'RestoreAddressToClassic', 'AssociateTrunkInterface',
      'ModifyVpcTenancy', 'CreateSubnetCidrReservation', 'AssignPrivateNatGatewayAddress', 'CreateIpam',
      'CreateIpamPool', 'CreateIpamScope', 'ModifyIpamPool', 'AllocateIpamPoolCidr', 'ProvisionIpamPoolCidr',
      'ModifyPublicIpDnsNameOptions'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('AllocateStaticIp', 'AttachStaticIp', 'SetIpAddressType'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('CreateDBSubnetGroup', 'ModifyDBSubnetGroup'))
ORDER BY event_time, event_id
