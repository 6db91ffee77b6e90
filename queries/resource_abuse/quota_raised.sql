-- title = "Higher limits asked for"
-- why = "Limits are raised before machines, mail or models are used in bulk."
-- techniques = ["T1578.005", "T1496.001"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.serviceCode'),
    json_extract_scalar(request_parameters, '$.subject'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.quotaCode') AS detail
FROM events
WHERE (
  (event_source = 'servicequotas.amazonaws.com' AND event_name IN (
    'RequestServiceQuotaIncrease',
    'PutServiceQuotaIncreaseRequestIntoTemplate',
    'AssociateServiceQuotaTemplate'
  ))
  OR (event_source = 'support.amazonaws.com' AND event_name IN ('CreateCase', 'AddCommunicationToCase'))
)
ORDER BY event_time, event_id
