-- title = "Databases deleted without a final snapshot"
-- why = "The caller chose that nothing remains to restore from."
-- techniques = ["T1485", "T1490"]
-- severity = "critical"
-- harmless_when = "A short-lived test database."
-- next = "Look for retained automated backups, copies in other regions, AWS Backup; call AWS Support at once."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html"]
-- tells_of = ["store_lost"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.deleteAutomatedBackups') AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN ('DeleteDBInstance', 'DeleteDBCluster')
    AND json_extract_scalar(request_parameters, '$.skipFinalSnapshot') = 'true')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'DeleteCluster'
    AND json_extract_scalar(request_parameters, '$.skipFinalClusterSnapshot') = 'true')
ORDER BY event_time, event_id
