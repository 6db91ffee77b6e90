-- title = "Domain transferred to another account"
-- why = "Whoever has the receiving account decides where the names of the domain lead, and who gets certificates and mail for it."
-- techniques = ["T1584.001", "T1531"]
-- severity = "high"
-- harmless_when = "The company moves its domains between its own accounts."
-- next = "Whose is the receiving account? Cancel the transfer (CancelDomainTransferToAnotherAwsAccount); once it is accepted, only AWS Support can help."
-- references = ["https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_TransferDomainToAnotherAwsAccount.html"]
-- fact = "domains_changed"
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.domainName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.accountId') AS detail
FROM events
WHERE event_source = 'route53domains.amazonaws.com'
  AND event_name = 'TransferDomainToAnotherAwsAccount'
ORDER BY event_time, event_id
