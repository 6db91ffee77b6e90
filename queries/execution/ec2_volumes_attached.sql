-- title = "Volumes made or attached"
-- why = "A volume made from a snapshot and attached to another instance shows the whole disk of the first one, credentials included."
-- techniques = ["T1578", "T1021.007"]
-- severity = "medium"
-- harmless_when = "A platform such as Kubernetes manages its own volumes."
-- next = "Which snapshot is it from, and which instance got it? Take that instance as the place where the data was read."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.volumeId'),
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.diskName'),
    json_extract_scalar(response_elements, '$.volumeId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.snapshotId')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'CreateVolume', 'CopyVolumes', 'AttachVolume', 'ModifyVolume',
      'RestoreVolumeFromRecycleBin'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateDiskFromSnapshot', 'AttachDisk', 'CreateDisk'))
  OR (event_source = 'storagegateway.amazonaws.com'
    AND event_name = 'AttachVolume')
ORDER BY event_time, event_id
