-- Calls of accounts that the subject let in to something, in other accounts than their own: whether what was opened was
-- used. That a shared snapshot was copied or used, EC2 records by itself.
-- A call counts once, however often and in how many accounts it was recorded.
SELECT
  account_id,
  principal_id,
  event_source,
  event_name,
  source_ip_address AS address,
  count(DISTINCT coalesce(shared_event_id, event_id)) + count_if(shared_event_id IS NULL AND event_id IS NULL) AS calls,
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
