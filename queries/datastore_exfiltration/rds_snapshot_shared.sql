-- title = "Database snapshot shared"
-- why = "The other account can restore the database and read everything in it."
-- techniques = ["T1537"]
-- severity = "high"
-- harmless_when = "A backup account that the owner knows."
-- next = "Take the permission back and treat the database as taken; change credentials stored in it."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html"]
-- fact = "snapshots_shared"
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.snapshotIdentifier'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_format(json_extract(request_parameters, '$.valuesToAdd')),
    json_extract_scalar(request_parameters, '$.accountWithRestoreAccess')
  ) AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
    AND json_extract_scalar(request_parameters, '$.attributeName') = 'restore'
    AND regexp_like(
      json_format(json_extract(request_parameters, '$.valuesToAdd')),
      '"[^"]+"'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'AuthorizeSnapshotAccess'
    AND coalesce(json_extract_scalar(request_parameters, '$.accountWithRestoreAccess'), '-')
      <> coalesce(recipient_account_id, ''))
ORDER BY event_time, event_id
