-- title = "Quota increases asked for"
-- why = "Higher limits come before the launch of many machines, mails or model calls."
-- techniques = ["T1578.005", "T1496"]
-- severity = "low"
-- harmless_when = "The owner grows."
-- next = "Withdraw the request through AWS Support."
-- references = ["https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.quotaCode'),
    json_extract_scalar(request_parameters, '$.serviceCode'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.desiredValue') AS detail
FROM events
WHERE event_source = 'servicequotas.amazonaws.com'
  AND event_name IN (
    'RequestServiceQuotaIncrease', 'PutServiceQuotaIncreaseRequestIntoTemplate',
    'AssociateServiceQuotaTemplate', 'CreateSupportCase', 'StartAutoManagement', 'UpdateAutoManagement',
    'DisassociateServiceQuotaTemplate', 'DeleteServiceQuotaIncreaseRequestFromTemplate', 'StopAutoManagement'
  )
ORDER BY event_time, event_id
