-- title = "Quota of compute, mail or models asked to be raised"
-- why = "The services that holders of a stolen credential use on the bill of the owner."
-- techniques = ["T1578.005", "T1496.001"]
-- severity = "medium"
-- harmless_when = "The owner grows."
-- next = "Withdraw the request through AWS Support; look for what was to follow in the same region."
-- references = ["https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html"]
-- fact = "quota_increases"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.quotaCode'),
    {{ denied_resource }}
  ) AS target,
  concat(
    json_extract_scalar(request_parameters, '$.serviceCode'), ' ', coalesce(json_extract_scalar(request_parameters, '$.desiredValue'), '')
  ) AS detail
FROM events
WHERE event_source = 'servicequotas.amazonaws.com'
  AND event_name IN (
    'RequestServiceQuotaIncrease', 'PutServiceQuotaIncreaseRequestIntoTemplate'
  )
  AND json_extract_scalar(request_parameters, '$.serviceCode') IN ('ec2', 'bedrock', 'sagemaker', 'ses', 'ecs', 'lambda', 'fargate', 'eks', 'lightsail', 'sns')
ORDER BY event_time, event_id
