-- title = "Permissions of snapshots or images changed"
-- why = "Whoever may use a snapshot or an image has all that is on its disks or in its database."
-- techniques = ["T1537", "T1578.001", "T1578.005", "T1525"]
-- severity = "medium"
-- harmless_when = "A permission is taken back, or given to another account of the same company."
-- next = "List the permissions of the snapshot or image now."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html", "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.imageId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.snapshotIdentifier'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.attributeType'),
    json_extract_scalar(request_parameters, '$.attributeName')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'ModifySnapshotAttribute', 'ResetSnapshotAttribute', 'ResetImageAttribute',
      'ModifyFpgaImageAttribute', 'CancelImageLaunchPermission'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('AuthorizeSnapshotAccess', 'RevokeSnapshotAccess'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyImageAttribute'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"(description|imdsSupport)"\s*:')
      OR regexp_like(
        request_parameters,
        '"launchPermission"|"operationType"|"attribute"\s*:\s*"launchPermission"'
      )
    ))
ORDER BY event_time, event_id
