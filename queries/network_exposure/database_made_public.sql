-- title = "Database reachable from the internet"
-- why = "The database can be attacked from anywhere."
-- techniques = ["T1190", "T1686.001"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'rds.amazonaws.com' AND event_name IN (
    'CreateDBInstance',
    'ModifyDBInstance',
    'CreateDBCluster',
    'ModifyDBCluster',
    'RestoreDBInstanceFromDBSnapshot',
    'RestoreDBInstanceToPointInTime',
    'RestoreDBClusterFromSnapshot'
  )
  AND (json_extract_scalar(request_parameters, '$.publiclyAccessible') = 'true' OR json_extract_scalar(response_elements, '$.publiclyAccessible') = 'true')
ORDER BY event_time, event_id
