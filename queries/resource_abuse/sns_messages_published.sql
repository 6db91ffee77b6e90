-- title = "Topics made or messages published"
-- why = "Topics carry messages to many; they serve phishing, and as a way out for data."
-- techniques = ["T1496.004", "T1567"]
-- severity = "low"
-- harmless_when = "The application publishes events."
-- next = "Who is subscribed?"
-- references = ["https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.targetArn'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'sns.amazonaws.com'
  AND event_name IN (
    'Publish', 'PublishBatch', 'CreateTopic', 'CreatePlatformEndpoint', 'SetPlatformApplicationAttributes',
    'SetEndpointAttributes'
  )
ORDER BY event_time, event_id
