-- title = "Domain registrations unlocked, transferred or changed"
-- why = "A domain that has gone to another account or registrar is hard to get back."
-- techniques = ["T1584.001", "T1531"]
-- severity = "high"
-- harmless_when = "The company moves its registrar."
-- next = "Lock the domain, cancel the transfer (CancelDomainTransferToAnotherAwsAccount), write to the registry."
-- references = ["https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_TransferDomainToAnotherAwsAccount.html"]
-- fact = "domains_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.domainName'),
    json_extract_scalar(request_parameters, '$.domain'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.target') AS detail
FROM events
WHERE (event_source = 'route53domains.amazonaws.com'
    AND event_name IN (
      'DisableDomainTransferLock', 'RetrieveDomainAuthCode', 'DeleteDomain', 'UpdateDomainNameservers',
      'UpdateDomainContact', 'DisableDomainAutoRenew', 'PushDomain',
      'AssociateDelegationSignerToDomain', 'DisassociateDelegationSignerFromDomain',
      'CancelDomainTransferToAnotherAwsAccount', 'RejectDomainTransferFromAnotherAwsAccount',
      'ResendOperationAuthorization', 'ResendContactReachabilityEmail'
    ))
  OR (event_source = 'route53domains.amazonaws.com'
    AND event_name = 'UpdateDomainContactPrivacy'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), ':\s*"?true')
      OR regexp_like(request_parameters, ':\s*"?false')
    ))
ORDER BY event_time, event_id
