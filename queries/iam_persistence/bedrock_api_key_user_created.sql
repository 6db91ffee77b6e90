-- title = "Bedrock API key created"
-- why = "A Bedrock API key is a credential of a user that calls models without an access key; the console makes a user for each."
-- techniques = ["T1098.001"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateUser', 'CreateServiceSpecificCredential')
  AND (json_extract_scalar(request_parameters, '$.userName') LIKE 'BedrockAPIKey-%' OR json_extract_scalar(request_parameters, '$.serviceName') = 'bedrock.amazonaws.com')
ORDER BY event_time, event_id
