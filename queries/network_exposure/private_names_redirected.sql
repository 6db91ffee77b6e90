-- title = "Names inside a network answered differently"
-- why = "A private zone or a resolver rule decides what address a name has in the network: traffic to AWS or to own servers goes where the holder of the credential says."
-- techniques = ["T1557", "T1584.001", "T1599"]
-- severity = "medium"
-- harmless_when = "Infrastructure code ties its own zones to its own networks."
-- next = "List the names in the zone; are names of AWS or of others among them?"
-- references = ["https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html"]
-- fact = "dns_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.hostedZoneId'),
    json_extract_scalar(request_parameters, '$.resolverRuleId'),
    json_extract_scalar(request_parameters, '$.domainName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'route53.amazonaws.com'
    AND event_name IN (
      'AssociateVPCWithHostedZone', 'DisassociateVPCFromHostedZone', 'CreateVPCAssociationAuthorization',
      'DeleteVPCAssociationAuthorization'
    ))
  OR (event_source = 'route53resolver.amazonaws.com'
    AND event_name IN (
      'CreateResolverRule', 'UpdateResolverRule', 'DeleteResolverRule', 'AssociateResolverRule',
      'DisassociateResolverRule', 'CreateResolverEndpoint', 'UpdateResolverEndpoint', 'DeleteResolverEndpoint',
      'UpdateResolverConfig', 'AssociateResolverEndpointIpAddress', 'DisassociateResolverEndpointIpAddress',
      'PutResolverRulePolicy'
    ))
ORDER BY event_time, event_id
