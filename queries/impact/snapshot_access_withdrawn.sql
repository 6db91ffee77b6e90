-- title = "Others' access to snapshots or images taken back"
-- why = "An account that keeps the copies for recovery can no longer use them."
-- techniques = ["T1490", "T1531", "T1578.005"]
-- severity = "medium"
-- harmless_when = "The owner ends a share; a responder closes what the holder of the credential opened."
-- next = "Which account lost access, and is it the one that recovers? Then share again."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.imageId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('ModifySnapshotAttribute', 'ModifyImageAttribute')
    AND regexp_like(request_parameters, '"remove"\s*:\s*\{\s*"items"')
    AND NOT regexp_like(request_parameters, '"add"\s*:\s*\{\s*"items"'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
    AND regexp_like(request_parameters, '"valuesToRemove"\s*:\s*\[\s*"')
    AND NOT regexp_like(request_parameters, '"valuesToAdd"\s*:\s*\[\s*"'))
ORDER BY event_time, event_id
