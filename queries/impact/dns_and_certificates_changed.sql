-- title = "DNS or domains changed"
-- why = "Visitors and mail are sent elsewhere."
-- techniques = ["T1584.001", "T1491"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.hostedZoneId'),
    json_extract_scalar(request_parameters, '$.domainName'),
    json_extract_scalar(request_parameters, '$.certificateArn'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'route53.amazonaws.com' AND event_name IN (
    'ChangeResourceRecordSets',
    'DeleteHostedZone',
    'AssociateVPCWithHostedZone',
    'CreateVPCAssociationAuthorization'
  ))
  OR (event_source = 'route53domains.amazonaws.com' AND event_name IN (
    'TransferDomainToAnotherAwsAccount',
    'DisableDomainTransferLock',
    'UpdateDomainNameservers',
    'UpdateDomainContact',
    'DeleteDomain',
    'AcceptDomainTransferFromAnotherAwsAccount',
    'UpdateDomainContactPrivacy',
    'TransferDomain'
  ))
  OR (event_source = 'acm.amazonaws.com' AND event_name IN ('DeleteCertificate', 'ImportCertificate', 'RequestCertificate'))
  OR (event_source = 'acm-pca.amazonaws.com' AND event_name IN (
    'IssueCertificate',
    'GetCertificate',
    'CreateCertificateAuthority',
    'DeleteCertificateAuthority'
  ))
)
ORDER BY event_time, event_id
