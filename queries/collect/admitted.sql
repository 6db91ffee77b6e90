-- Calls of accounts that the subject let in to something, in other accounts than their own: whether what was opened was
-- used. That a shared snapshot was copied or used, EC2 records by itself.
SELECT
  account_id,
  principal_id,
  event_source,
  event_name,
  address,
  store,
  {{ calls_once }} AS calls,
  count_if(error_code IS NULL) AS succeeded,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM (
  SELECT
    account_id,
    principal_id,
    event_source,
    event_name,
    source_ip_address AS address,
    CASE
      WHEN event_source = 's3.amazonaws.com' THEN json_extract_scalar(request_parameters, '$.bucketName')
      WHEN event_source = 'ec2.amazonaws.com' THEN coalesce(
        json_extract_scalar(service_event_details, '$.snapshotId'),
        regexp_extract(resources, 'snapshot/(snap-[0-9a-f]+)', 1)
      )
    END AS store,
    event_id,
    shared_event_id,
    error_code,
    event_time
  FROM events
  WHERE (
      account_id IN ({{ accounts }})
      OR event_name IN ('SharedSnapshotCopyInitiated', 'SharedSnapshotVolumeCreated')
    )
    AND (account_id IS NULL OR recipient_account_id IS NULL OR recipient_account_id <> account_id)
    AND addendum_of IS NULL
) AS grouped
GROUP BY account_id, principal_id, event_source, event_name, address, store
ORDER BY account_id, principal_id, event_source, event_name, address, store
