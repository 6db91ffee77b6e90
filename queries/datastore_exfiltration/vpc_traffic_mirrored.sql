-- title = "Network traffic copied"
-- why = "Traffic mirroring sends a copy of every packet of an interface to another one."
-- techniques = ["T1074.002", "T1040", "T1020"]
-- severity = "high"
-- harmless_when = "A network sensor of the security team."
-- next = "Find the target and its owner; end the session."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTrafficMirrorSession.html"]
-- fact = "traffic_mirrors"
-- tells_of = ["channel_set_up"]
SELECT
  event_id,
  coalesce(
    regexp_extract(request_parameters, '"[nN]etworkInterfaceId"\s*:\s*"([^"]+)"', 1),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'CreateTrafficMirrorSession', 'CreateTrafficMirrorTarget', 'CreateTrafficMirrorFilter',
      'CreateTrafficMirrorFilterRule', 'ModifyTrafficMirrorSession', 'ModifyTrafficMirrorFilterRule',
      'ModifyTrafficMirrorFilterNetworkServices'
    ))
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name = 'StartFlowCapture')
ORDER BY event_time, event_id
