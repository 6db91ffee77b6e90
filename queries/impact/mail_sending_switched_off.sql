-- title = "Mail sending switched off"
-- why = "The account, or what is sent under a configuration set, sends no mail any more: orders, alarms and passwords do not arrive."
-- techniques = ["T1489"]
-- severity = "medium"
-- harmless_when = "A responder stops abuse of the account, or a sender with too many bounces is paused."
-- next = "Who switched it off, and what was not sent since?"
-- references = ["https://docs.aws.amazon.com/ses/latest/APIReference/API_UpdateAccountSendingEnabled.html"]
-- fact = "workloads_stopped"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.configurationSetName'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'ses.amazonaws.com'
  AND event_name IN (
    'PutAccountSendingAttributes', 'UpdateAccountSendingEnabled', 'UpdateConfigurationSetSendingEnabled',
    'PutConfigurationSetSendingOptions'
  )
  AND coalesce(json_extract_scalar(request_parameters, '$.sendingEnabled'), json_extract_scalar(request_parameters, '$.enabled'), 'true') = 'false'
ORDER BY event_time, event_id
