-- title = "Disk snapshots shared"
-- why = "Whoever it is shared with can copy every file of the disk."
-- techniques = ["T1537"]
-- severity = "high"
-- next = "Remove the permission; ask AWS whether copies exist."
-- fact = "snapshots_shared"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_format(json_extract(request_parameters, '$.createVolumePermission')) AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN (
    'ModifySnapshotAttribute',
    'SharedSnapshotCopyInitiated',
    'SharedSnapshotVolumeCreated',
    'ResetSnapshotAttribute'
  )
ORDER BY event_time, event_id
