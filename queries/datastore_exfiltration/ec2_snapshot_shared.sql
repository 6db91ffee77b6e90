-- title = "Volume snapshot shared with another account or with everyone"
-- why = "The disk has left the account: the other side can copy it and keep it, also after the permission is taken back."
-- techniques = ["T1537"]
-- severity = "high"
-- harmless_when = "A backup or vendor account that the owner knows."
-- next = "Take the permission back, look for SharedSnapshotCopyInitiated and SharedSnapshotVolumeCreated, and treat the content of the disk as taken."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html"]
-- fact = "snapshots_shared"
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    {{ denied_resource }}
  ) AS target,
  CASE WHEN regexp_like(json_format(json_extract(request_parameters, '$.createVolumePermission.add')), '"(?:userId|group)"\s*:\s*"[0-9a-z]+"') THEN regexp_replace(
    regexp_replace(json_format(json_extract(request_parameters, '$.createVolumePermission.add')), '(?s).*?"(?:userId|group)"\s*:\s*"([0-9a-z]+)"', '$1, '),
    '(?s), \s*[,}\]].*$', ''
  ) END AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name = 'ModifySnapshotAttribute'
  AND (
    regexp_like(replace(json_format(json_extract(request_parameters, '$.createVolumePermission.add')), coalesce(recipient_account_id, '-'), ''), '"userId"\s*:\s*"[0-9]{12}"')
    OR regexp_like(json_format(json_extract(request_parameters, '$.createVolumePermission.add')), '"group"\s*:\s*"all"')
  )
ORDER BY event_time, event_id
