-- title = "Interactive sessions on machines or containers"
-- why = "Somebody sat at a prompt: with Session Manager, a tunnel of Instance Connect, a streamed desktop or ECS Exec."
-- techniques = ["T1021.007", "T1021.008", "T1021.004", "T1651"]
-- severity = "high"
-- harmless_when = "Administrators work this way."
-- next = "Look for session logs in S3 or CloudWatch; ask the person; take the machine as compromised."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html", "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommand.html"]
-- fact = "sessions_started"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.target'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.container'),
    json_extract_scalar(request_parameters, '$.instanceName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceOSUser'),
    json_extract_scalar(request_parameters, '$.documentName'),
    json_extract_scalar(request_parameters, '$.command')
  ) AS detail
FROM events
WHERE (event_source = 'ssm.amazonaws.com'
    AND event_name IN ('StartSession', 'ResumeSession'))
  OR (event_source = 'ssm-guiconnect.amazonaws.com'
    AND event_name = 'StartConnection')
  OR (event_source = 'ec2-instance-connect.amazonaws.com'
    AND event_name = 'OpenTunnel')
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name = 'ExecuteCommand')
  OR (event_source = 'eks.amazonaws.com'
    AND event_name = 'MutateViaKubernetesApi')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'StartGUISession')
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name = 'Stream')
  OR (event_source = 'gameliftstreams.amazonaws.com'
    AND event_name = 'CreateStreamSessionAdminShell')
  OR (event_source = 'codecatalyst.amazonaws.com'
    AND event_name = 'StartDevEnvironmentSession')
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name = 'Stream')
ORDER BY event_time, event_id
