-- title = "Snapshot made public"
-- why = "Anyone with an AWS account can copy it; public snapshots are found and copied within minutes."
-- techniques = ["T1537"]
-- severity = "critical"
-- harmless_when = "Never for data of the company."
-- next = "Make it private at once and treat the content as published."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html", "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html"]
-- tells_of = ["opened_to_outsiders", "opened_to_everybody"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifySnapshotAttribute'
    AND regexp_like(json_format(json_extract(request_parameters, '$.createVolumePermission.add')), '"group"\s*:\s*"all"'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
    AND regexp_like(
      json_format(json_extract(request_parameters, '$.valuesToAdd')),
      '"all"'
    ))
ORDER BY event_time, event_id
