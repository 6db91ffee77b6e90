-- title = "Output of commands read"
-- why = "The output of commands that others ran may hold secrets and addresses."
-- techniques = ["T1651", "T1552", "T1518"]
-- severity = "low"
-- harmless_when = "A pipeline waits for its own command."
-- next = "Read the same output."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.commandId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.commandId') AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name IN (
    'GetCommandInvocation', 'ListCommandInvocations', 'GetAutomationExecution'
  )
ORDER BY event_time, event_id
