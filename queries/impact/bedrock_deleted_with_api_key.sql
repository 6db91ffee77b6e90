-- title = "Models or guardrails deleted with a Bedrock API key"
-- why = "A bearer token is easily leaked and hardly ever used to delete: such a call is seldom the owner."
-- techniques = ["T1485", "T1685"]
-- severity = "high"
-- harmless_when = "A tool of the owner works with API keys only."
-- next = "Delete the API key (service-specific credential) and the user made for it."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.guardrailIdentifier'),
    json_extract_scalar(request_parameters, '$.modelIdentifier'),
    json_extract_scalar(request_parameters, '$.provisionedModelId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'bedrock.amazonaws.com'
  AND event_name IN (
    'DeleteGuardrail', 'DeleteCustomModel', 'DeleteProvisionedModelThroughput', 'DeleteImportedModel',
    'DeleteKnowledgeBase', 'DeleteAgent'
  )
  AND json_extract_scalar(additional_event_data, '$.callWithBearerToken') = 'true'
ORDER BY event_time, event_id
