-- title = "Topic subscribed by mail, web or text message"
-- why = "Messages go to an endpoint outside AWS."
-- techniques = ["T1567"]
-- severity = "low"
-- harmless_when = "Operators subscribe to alarms."
-- next = "Who owns the endpoint?"
-- references = ["https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"]
-- tells_of = ["channel_set_up"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.topicArn'),
    {{ denied_resource }}
  ) AS target,
  concat(
    json_extract_scalar(request_parameters, '$.protocol'), ' ', coalesce(json_extract_scalar(request_parameters, '$.endpoint'), '')
  ) AS detail
FROM events
WHERE event_source = 'sns.amazonaws.com'
  AND event_name = 'Subscribe'
  AND json_extract_scalar(request_parameters, '$.protocol') IN ('email', 'email-json', 'http', 'https', 'sms')
ORDER BY event_time, event_id
