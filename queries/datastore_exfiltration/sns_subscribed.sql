-- title = "Topics subscribed"
-- why = "A subscription copies every message of the topic to an endpoint."
-- techniques = ["T1567", "T1537"]
-- severity = "info"
-- harmless_when = "Queues and functions of the application."
-- next = "Look who receives the messages."
-- references = ["https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"]
-- tells_of = ["channel_set_up"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.subscriptionArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  concat(
    coalesce(json_extract_scalar(request_parameters, '$.protocol'), ''), ' ', coalesce(json_extract_scalar(request_parameters, '$.endpoint'), '')
  ) AS detail
FROM events
WHERE event_source = 'sns.amazonaws.com'
  AND event_name IN ('Subscribe', 'ConfirmSubscription', 'SetSubscriptionAttributes')
ORDER BY event_time, event_id
