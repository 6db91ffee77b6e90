-- title = "Guardrail of models deleted or its filters switched off"
-- why = "Nothing filters prompts and answers any more: stolen access to models is worth more, and raises no alarm."
-- techniques = ["T1685"]
-- severity = "high"
-- harmless_when = "Prompt engineers replace one guardrail by another."
-- next = "Restore the version before; read the invocations since."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteGuardrail.html"]
-- fact = "logging_changes"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.guardrailIdentifier'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'bedrock.amazonaws.com'
  AND (
    event_name = 'DeleteEnforcedGuardrailConfiguration'
    -- With a version, that alone is deleted.
    OR (event_name = 'DeleteGuardrail' AND json_extract_scalar(request_parameters, '$.guardrailVersion') IS NULL)
    -- The filter of attacks on the prompt looks at what comes in alone: what it does with answers is always off.
    OR (event_name = 'UpdateGuardrail'
      AND (
        regexp_like(request_parameters, '"(inputStrength|inputAction)"\s*:\s*"NONE"|"inputEnabled"\s*:\s*"?false')
        OR regexp_like(
          regexp_replace(request_parameters, '\{[^{}]*"PROMPT_ATTACK"[^{}]*\}', ''),
          '"(outputStrength|outputAction|action)"\s*:\s*"NONE"|"outputEnabled"\s*:\s*"?false'
        )
      ))
  )
ORDER BY event_time, event_id
