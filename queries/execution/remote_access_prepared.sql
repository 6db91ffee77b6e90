-- title = "Ways to a prompt opened, or credentials for one handed out"
-- why = "A key, token, link or endpoint with which somebody can sit down at a prompt. Whether he did, this call does not say."
-- techniques = ["T1021.004", "T1021.008", "T1098.004"]
-- severity = "high"
-- harmless_when = "Administrators and developers work this way."
-- next = "Look in the machine's own log, and for the session, from then on; close the way."
-- references = ["https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSerialConsoleAccess.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.instanceName'),
    json_extract_scalar(request_parameters, '$.environmentId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.instanceOSUser') AS detail
FROM events
WHERE (event_source = 'ec2-instance-connect.amazonaws.com'
    AND event_name IN ('SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('EnableSerialConsoleAccess', 'CreateInstanceConnectEndpoint'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name = 'StartAccessRequest')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('GetInstanceAccessDetails', 'CreateGUISessionAccessDetails'))
  OR (event_source = 'cloud9.amazonaws.com'
    AND event_name IN (
      'CreateEnvironmentEC2', 'CreateEnvironmentSSH', 'CreateEnvironmentMembership', 'CreateEnvironmentToken',
      'UpdateEnvironmentMembership', 'ActivateEC2Remote', 'UpdateEnvironment'
    ))
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN (
      'CreateStreamingURL', 'CreateImageBuilderStreamingURL', 'CreateAppBlockBuilderStreamingURL'
    ))
  OR (event_source IN ('iot.amazonaws.com', 'iotsecuredtunneling.amazonaws.com')
    AND event_name IN ('OpenTunnel', 'RotateTunnelAccessToken'))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} = 'CreateMicrovmShellAuthToken')
ORDER BY event_time, event_id
