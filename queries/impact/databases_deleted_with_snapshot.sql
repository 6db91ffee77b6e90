-- title = "Databases deleted with a final snapshot"
-- why = "The service stands still; the data is in the snapshot as long as that is kept."
-- techniques = ["T1489", "T1485"]
-- severity = "medium"
-- harmless_when = "A database is retired by its owner."
-- next = "Keep the snapshot: share it with nobody, and restore from it."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html"]
-- fact = "stores_deleted"
-- tells_of = ["store_lost"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.finalDBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.finalClusterSnapshotIdentifier')
  ) AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN ('DeleteDBInstance', 'DeleteDBCluster')
    AND json_extract_scalar(request_parameters, '$.skipFinalSnapshot') = 'false')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'DeleteCluster'
    AND json_extract_scalar(request_parameters, '$.skipFinalClusterSnapshot') = 'false')
ORDER BY event_time, event_id
