-- title = "Snapshot blocks read directly"
-- why = "With the direct APIs a whole disk can be downloaded without starting a machine or sharing a thing."
-- techniques = ["T1530", "T1005"]
-- severity = "high"
-- harmless_when = "A backup product works this way."
-- next = "Count the blocks; treat the content of the disk as read."
-- references = ["https://docs.aws.amazon.com/ebs/latest/APIReference/API_GetSnapshotBlock.html"]
-- fact = "snapshot_blocks_read"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.secondSnapshotId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ebs.amazonaws.com'
  AND event_name IN (
    'ListSnapshotBlocks', 'GetSnapshotBlock', 'ListChangedBlocks', 'StartSnapshot', 'PutSnapshotBlock',
    'CompleteSnapshot'
  )
ORDER BY event_time, event_id
