-- title = "DynamoDB tables read or exported"
-- why = "Items of the table left it."
-- techniques = ["T1530", "T1213.006"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.tableArn'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'dynamodb.amazonaws.com' AND event_name IN (
    'Scan',
    'Query',
    'GetItem',
    'BatchGetItem',
    'ExecuteStatement',
    'BatchExecuteStatement',
    'ExecuteTransaction',
    'TransactGetItems',
    'ExportTableToPointInTime',
    'CreateBackup',
    'RestoreTableFromBackup',
    'RestoreTableToPointInTime',
    'PutResourcePolicy',
    'GetRecords'
  )
ORDER BY event_time, event_id
