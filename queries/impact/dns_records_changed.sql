-- title = "DNS records or zones changed"
-- why = "Whoever controls the records receives the mail, the visitors and the certificates of the domain."
-- techniques = ["T1584.001", "T1491"]
-- severity = "high"
-- harmless_when = "Certificate renewal or a deployment changes its own records."
-- next = "Compare the zone with its source; look for new certificates for the names that were changed."
-- references = ["https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html"]
-- fact = "dns_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.hostedZoneId'),
    json_extract_scalar(request_parameters, '$.id'),
    json_extract_scalar(request_parameters, '$.domainName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  concat(
    coalesce(json_extract_scalar(request_parameters, '$.changeBatch.changes[0].action'), ''), ' ',
    coalesce(json_extract_scalar(request_parameters, '$.changeBatch.changes[0].resourceRecordSet.name'), '')
  ) AS detail
FROM events
WHERE (event_source = 'route53.amazonaws.com'
    AND event_name IN (
      'ChangeResourceRecordSets', 'DeleteHostedZone', 'DisableHostedZoneDNSSEC', 'DeactivateKeySigningKey',
      'DeleteKeySigningKey', 'DeleteHealthCheck', 'CreateTrafficPolicyInstance',
      'UpdateTrafficPolicyInstance', 'DeleteTrafficPolicyInstance', 'UpdateHostedZoneFeatures',
      'DeleteResourceRecordSetProtections', 'ChangeCidrCollection', 'CreateTrafficPolicy',
      'CreateTrafficPolicyVersion', 'DeleteTrafficPolicy', 'DeleteReusableDelegationSet'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateDomainEntry', 'UpdateDomainEntry', 'DeleteDomainEntry'))
  OR (event_source = 'route53profiles.amazonaws.com'
    AND event_name IN (
      'AssociateResourceToProfile', 'UpdateProfileResourceAssociation', 'AssociateProfile', 'CreateProfile',
      'DisassociateProfile', 'DisassociateResourceFromProfile', 'DeleteProfile'
    ))
  OR (event_source = 'servicediscovery.amazonaws.com'
    AND event_name IN (
      'RegisterInstance', 'DeregisterInstance', 'UpdateService', 'DeleteService', 'DeleteNamespace',
      'CreateService', 'CreateHttpNamespace', 'CreatePrivateDnsNamespace', 'CreatePublicDnsNamespace',
      'UpdatePublicDnsNamespace', 'UpdatePrivateDnsNamespace', 'UpdateInstanceCustomHealthStatus'
    ))
  OR (event_source = 'route53.amazonaws.com'
    AND event_name = 'UpdateHealthCheck'
    AND (
      coalesce(json_extract_scalar(request_parameters, '$.disabled'), 'true') <> 'false'
      OR regexp_like(
        request_parameters,
        '(?i)"(iPAddress|port|resourcePath|fullyQualifiedDomainName|inverted|searchString|failureThreshold|alarmIdentifier|insufficientDataHealthStatus)"\s*:'
      )
    ))
ORDER BY event_time, event_id
