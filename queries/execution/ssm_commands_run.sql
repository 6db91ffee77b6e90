-- title = "Commands or automations run through Systems Manager"
-- why = "Systems Manager runs commands as root on every managed machine, without a port that is open."
-- techniques = ["T1651"]
-- severity = "medium"
-- harmless_when = "Patching or inventory by the operations team."
-- next = "Read the command and its output (ListCommandInvocations keeps 30 days), and take the instances as compromised until shown otherwise."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html"]
-- fact = "commands_run"
SELECT
  event_id,
  coalesce(
    nullif(json_format(json_extract(request_parameters, '$.instanceIds')), '[]'),
    json_extract_scalar(request_parameters, '$.documentName'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.target'),
    json_extract_scalar(request_parameters, '$.targets[0].values[0]'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.documentName') AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name IN (
    'SendCommand', 'StartAutomationExecution', 'StartChangeRequestExecution', 'CreateAssociation',
    'CreateAssociationBatch', 'UpdateAssociation', 'StartAssociationsOnce', 'CreateMaintenanceWindow',
    'UpdateMaintenanceWindow', 'RegisterTargetWithMaintenanceWindow', 'RegisterTaskWithMaintenanceWindow',
    'UpdateMaintenanceWindowTask', 'SendAutomationSignal'
  )
ORDER BY event_time, event_id
