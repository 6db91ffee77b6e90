-- title = "Disks, images or machines copied or exported"
-- why = "A copy can be read at leisure, in this account or outside it."
-- techniques = ["T1578.001", "T1537"]
-- severity = "medium"
-- harmless_when = "Backups do this every night."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.volumeId'),
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.sourceSnapshotId'),
    json_extract_scalar(request_parameters, '$.imageId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'ec2.amazonaws.com' AND event_name IN (
    'CreateSnapshot',
    'CreateSnapshots',
    'CopySnapshot',
    'CreateImage',
    'CopyImage',
    'CreateInstanceExportTask',
    'ExportImage',
    'CreateStoreImageTask',
    'CreateRestoreImageTask',
    'BundleInstance',
    'CreateVolume'
  ))
  OR (event_source = 'ebs.amazonaws.com' AND event_name IN (
    'GetSnapshotBlock',
    'ListSnapshotBlocks',
    'ListChangedBlocks',
    'StartSnapshot',
    'PutSnapshotBlock'
  ))
  OR (event_source = 'lightsail.amazonaws.com' AND event_name IN (
    'CreateInstanceSnapshot',
    'CreateDiskSnapshot',
    'ExportSnapshot',
    'CopySnapshot',
    'CreateRelationalDatabaseSnapshot'
  ))
)
ORDER BY event_time, event_id
