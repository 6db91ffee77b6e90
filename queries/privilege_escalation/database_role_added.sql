-- title = "Role given to a database"
-- why = "Whoever may ask the database to load, unload or call something acts with the rights of the role."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "medium"
-- harmless_when = "A database loads from or exports to a bucket of its own."
-- next = "Read what the role may do; take it from the database if nobody needs it."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBCluster.html", "https://docs.aws.amazon.com/redshift/latest/APIReference/API_ModifyClusterIamRoles.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.roleArn') AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name IN ('AddRoleToDBCluster', 'AddRoleToDBInstance'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ModifyClusterIamRoles')
ORDER BY event_time, event_id
