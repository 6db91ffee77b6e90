-- title = "SMS settings changed"
-- why = "Sender, type and spending of text messages are set here before they are sent."
-- techniques = ["T1496.003"]
-- severity = "medium"
-- harmless_when = "The team that sends notices sets them up."
-- next = "Compare with the settings before; look for messages sent."
-- references = ["https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html"]
SELECT
  event_id,
  json_format(json_extract(request_parameters, '$.attributes')) AS target
FROM events
WHERE event_source = 'sns.amazonaws.com'
  AND event_name = 'SetSMSAttributes'
ORDER BY event_time, event_id
