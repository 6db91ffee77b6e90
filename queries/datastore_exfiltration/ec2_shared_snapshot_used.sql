-- title = "Shared snapshot copied or used by the other account"
-- why = "AWS records here that the other side has taken the data."
-- techniques = ["T1537", "T1578.001"]
-- severity = "high"
-- harmless_when = "A backup account of the same company copies it."
-- next = "The account is named in the service event details of the record; write to AWS about it."
-- references = ["https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html"]
-- fact = "shared_snapshots_used"
SELECT
  event_id,
  coalesce(
    regexp_extract(resources, 'snapshot/(snap-[0-9a-f]+)', 1),
    {{ first_name }},
    event_name
  ) AS target,
  event_name AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name IN ('SharedSnapshotCopyInitiated', 'SharedSnapshotVolumeCreated')
ORDER BY event_time, event_id
