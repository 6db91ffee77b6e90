-- title = "Domains, zones or certificates obtained"
-- why = "Names and certificates made in the account give phishing and command servers an honest face, on the bill of the owner."
-- techniques = ["T1583.001", "T1496"]
-- severity = "high"
-- severity_otherwise = "medium"
-- harmless_when = "The web team prepares a site."
-- next = "Look at the records and at who is harmed; take the name down."
-- references = ["https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_RegisterDomain.html"]
-- fact = "domains_registered"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.domainName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.durationInYears') AS detail
FROM events
WHERE (event_source = 'route53domains.amazonaws.com'
    AND event_name IN (
      'RegisterDomain', 'RenewDomain', 'RestoreDomain', 'TransferDomain',
      'AcceptDomainTransferFromAnotherAwsAccount'
    ))
  OR (event_source = 'route53.amazonaws.com'
    AND event_name IN ('CreateHostedZone', 'CreateReusableDelegationSet'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'CreateDomain')
  OR (event_source = 'acm.amazonaws.com'
    AND event_name IN (
      'RequestCertificate', 'ResendValidationEmail', 'CreateAcmeEndpoint', 'CreateAcmeExternalAccountBinding',
      'RenewCertificate'
    ))
ORDER BY event_time, event_id
