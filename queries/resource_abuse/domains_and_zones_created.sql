-- title = "Domains or zones bought"
-- why = "Domains in the account's name serve phishing."
-- techniques = ["T1583.001", "T1496"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.domainName'),
    json_extract_scalar(request_parameters, '$.name'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'route53domains.amazonaws.com' AND event_name IN ('RegisterDomain', 'RenewDomain'))
  OR (event_source = 'route53.amazonaws.com' AND event_name IN ('CreateHostedZone'))
  OR (event_source = 'aws-marketplace.amazonaws.com' AND event_name IN ('AcceptAgreementRequest', 'CreateAgreementRequest'))
)
ORDER BY event_time, event_id
