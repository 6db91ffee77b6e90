-- title = "Database snapshots shared"
-- why = "Whoever it is shared with can restore the database."
-- techniques = ["T1537"]
-- severity = "high"
-- fact = "snapshots_shared"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_format(json_extract(request_parameters, '$.valuesToAdd')) AS detail
FROM events
WHERE event_source = 'rds.amazonaws.com' AND event_name IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
  AND (json_array_length(json_format(json_extract(request_parameters, '$.valuesToAdd'))) > 0 OR request_parameters IS NULL)
ORDER BY event_time, event_id
