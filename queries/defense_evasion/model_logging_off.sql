-- title = "Logging of AI model use changed"
-- why = "What models are asked is no longer recorded."
-- techniques = ["T1685.002"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.guardrailIdentifier'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'bedrock.amazonaws.com' AND event_name IN (
    'DeleteModelInvocationLoggingConfiguration',
    'PutModelInvocationLoggingConfiguration',
    'UpdateGuardrail',
    'DeleteGuardrail'
  )
ORDER BY event_time, event_id
