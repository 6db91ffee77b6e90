-- title = "Limits, costs and sending quotas looked at"
-- why = "The caller learns what the account can be used for."
-- techniques = ["T1580", "T1526", "T1087"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.serviceCode'), event_source) AS target
FROM events
WHERE event_source IN (
    'servicequotas.amazonaws.com', 'ce.amazonaws.com', 'budgets.amazonaws.com', 'billing.amazonaws.com',
    'ses.amazonaws.com', 'sns.amazonaws.com', 'pinpoint.amazonaws.com', 'sms-voice.amazonaws.com',
    'freetier.amazonaws.com', 'payments.amazonaws.com', 'health.amazonaws.com', 'trustedadvisor.amazonaws.com',
    'support.amazonaws.com', 'cur.amazonaws.com', 'pricing.amazonaws.com'
  )
  AND regexp_like(event_name, '^(List|Get|Describe)')
ORDER BY event_time, event_id
