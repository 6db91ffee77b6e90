-- Calls of accounts that the subject let in to something, in other accounts than their own: whether what was opened was
-- used. That a shared snapshot was copied or used, EC2 records by itself.
SELECT
  account_id,
  principal_id,
  event_source,
  event_name,
  source_ip_address AS address,
  count(*) AS calls,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM events
WHERE (
    account_id IN ({{ accounts }})
    OR event_name IN ('SharedSnapshotCopyInitiated', 'SharedSnapshotVolumeCreated')
  )
  AND (account_id IS NULL OR recipient_account_id IS NULL OR recipient_account_id <> account_id)
  AND addendum_of IS NULL
GROUP BY account_id, principal_id, event_source, event_name, source_ip_address
ORDER BY account_id, principal_id, event_source, event_name, address
