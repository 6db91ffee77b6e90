-- title = "Shell commands, or another account's document, run on instances"
-- why = "The caller ran a shell on these machines; CloudTrail does not show the command itself."
-- techniques = ["T1651", "T1059.009"]
-- severity = "high"
-- harmless_when = "A known script of the operations team."
-- next = "Read the script and its output in the command history, on the machine and in the S3 or log group it was sent to; isolate the instance."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    nullif(json_format(json_extract(request_parameters, '$.instanceIds')), '[]'),
    json_extract_scalar(request_parameters, '$.targets[0].values[0]'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.documentName') AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name IN ('SendCommand', 'CreateAssociation', 'UpdateAssociation', 'StartAutomationExecution')
  AND (
    regexp_like(
      coalesce(json_extract_scalar(request_parameters, '$.documentName'), json_extract_scalar(request_parameters, '$.name')),
      '(^|/)AWS-(RunShellScript|RunPowerShellScript|RunRemoteScript)$'
    )
    OR regexp_like(
      replace(
        coalesce(json_extract_scalar(request_parameters, '$.documentName'), json_extract_scalar(request_parameters, '$.name')),
        coalesce(recipient_account_id, '-'), ''
      ),
      '^arn:aws[a-z-]*:ssm:[a-z0-9-]*:[0-9]{12}:document/'
    )
  )
ORDER BY event_time, event_id
