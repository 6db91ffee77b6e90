-- title = "Guardrails of models or agents changed or removed"
-- why = "Guardrails filter prompts and answers; without them stolen access to models is worth more and leaves fewer alarms."
-- techniques = ["T1685"]
-- severity = "medium"
-- harmless_when = "Prompt engineers tune the filters."
-- next = "Restore the version before; read the invocations since."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_UpdateGuardrail.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.guardrailIdentifier'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'bedrock.amazonaws.com'
    AND event_name IN (
      'DeleteGuardrail', 'DeleteEnforcedGuardrailConfiguration',
      'UpdateAutomatedReasoningPolicy', 'DeleteAutomatedReasoningPolicy',
      'UpdateAutomatedReasoningPolicyAnnotations'
    ))
  OR (event_source = 'bedrock-agentcore.amazonaws.com'
    AND event_name IN (
      'DeletePolicy', 'UpdatePolicy', 'DeletePolicyEngine', 'DeleteOnlineEvaluationConfig',
      'UpdateOnlineEvaluationConfig', 'DeleteGatewayRule', 'UpdateGatewayRule', 'DeleteGatewayRateLimit',
      'UpdateGatewayRateLimit'
    ))
  OR (event_source = 'bedrock.amazonaws.com'
    AND event_name = 'UpdateGuardrail'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"(inputS|outputS|s)trength"\s*:\s*"HIGH"')
      OR regexp_like(
        request_parameters,
        '"(inputS|outputS|s)trength"\s*:\s*"(NONE|LOW|MEDIUM)"|"NONE"|:\s*"?false'
      )
    ))
  OR (event_source = 'bedrock-agentcore.amazonaws.com'
    AND event_name = 'UpdatePolicyEngine'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"ENFORCE"'))
ORDER BY event_time, event_id
