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
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.commandId') AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name IN (
    'GetCommandInvocation', 'ListCommandInvocations', 'GetAutomationExecution'
  )
ORDER BY event_time, event_id
