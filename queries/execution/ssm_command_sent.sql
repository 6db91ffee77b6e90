-- title = "Commands run on instances"
-- why = "The caller ran programs on machines of the account."
-- techniques = ["T1651", "T1059.009"]
-- severity = "high"
-- next = "Get the command's text and output from SSM; treat those machines as compromised."
SELECT
  event_id,
  coalesce(json_format(json_extract(request_parameters, '$.instanceIds')), json_extract_scalar(request_parameters, '$.target'), json_extract_scalar(request_parameters, '$.instanceId'), json_extract_scalar(request_parameters, '$.name'), json_format(json_extract(request_parameters, '$.targets')), regexp_extract(error_message, 'on resource: ([^ ]+)', 1)) AS target,
  json_extract_scalar(request_parameters, '$.documentName') AS detail
FROM events
WHERE (
  (event_source = 'ssm.amazonaws.com' AND event_name IN (
    'SendCommand',
    'StartSession',
    'ResumeSession',
    'StartAutomationExecution',
    'CreateAssociation',
    'UpdateAssociation',
    'StartAssociationsOnce',
    'CreateDocument',
    'UpdateDocument',
    'ModifyDocumentPermission',
    'RegisterManagedInstance',
    'CreateActivation',
    'GetCommandInvocation',
    'CreateMaintenanceWindow',
    'RegisterTaskWithMaintenanceWindow'
  ))
  OR (event_source = 'ec2-instance-connect.amazonaws.com' AND event_name IN ('SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey', 'OpenTunnel'))
  OR (event_source = 'ec2.amazonaws.com' AND event_name IN ('EnableSerialConsoleAccess', 'CreateInstanceConnectEndpoint'))
  OR (event_source = 'ecs.amazonaws.com' AND event_name IN ('ExecuteCommand'))
)
ORDER BY event_time, event_id
