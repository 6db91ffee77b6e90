-- title = "Instances changed, started or stopped"
-- why = "Changed settings take effect at the next start."
-- techniques = ["T1578.005", "T1059.009"]
-- severity = "low"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.instanceId'), json_format(json_extract(request_parameters, '$.instancesSet'))) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN (
    'ModifyInstanceAttribute',
    'StartInstances',
    'RebootInstances',
    'ModifyNetworkInterfaceAttribute',
    'AttachVolume',
    'DetachVolume',
    'CreateReplaceRootVolumeTask',
    'MonitorInstances'
  )
ORDER BY event_time, event_id
