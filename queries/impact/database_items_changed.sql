-- title = "Database items written or deleted"
-- why = "Single items can be falsified or destroyed without touching the table."
-- techniques = ["T1565.001", "T1485"]
-- severity = "low"
-- harmless_when = "The application does its work."
-- next = "Restore the table to a point in time before, and compare."
-- references = ["https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.streamName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'dynamodb.amazonaws.com'
    AND event_name IN (
      'DeleteItem', 'PutItem', 'UpdateItem', 'BatchWriteItem', 'TransactWriteItems', 'PartiQLDelete',
      'PartiQLInsert', 'PartiQLUpdate', 'ExecuteTransaction', 'ImportTable', 'UpdateTimeToLive',
      'StartBulkPutItems'
    ))
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name = 'WriteRecords')
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN ('ESHttpDelete', 'ESHttpPost', 'ESHttpPut', 'ESHttpPatch'))
  OR (event_source = 'sqs.amazonaws.com'
    AND event_name IN (
      'DeleteMessage', 'DeleteMessageBatch', 'SendMessage', 'SendMessageBatch', 'ChangeMessageVisibility',
      'ChangeMessageVisibilityBatch', 'CancelMessageMoveTask'
    ))
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name IN ('PutRecord', 'PutRecords'))
  OR (event_source = 'firehose.amazonaws.com'
    AND event_name IN ('PutRecord', 'PutRecordBatch'))
  OR (event_source = 'iotdata.amazonaws.com'
    AND event_name IN ('UpdateThingShadow', 'DeleteThingShadow', 'Publish'))
  OR (event_source = 'workdocs.amazonaws.com'
    AND event_name = 'UpdateDocument')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name IN (
      'DeleteDashboard', 'DeleteDataSet', 'DeleteAnalysis', 'UpdateDashboard', 'CreateDashboard',
      'UpdateDataSet', 'CreateDataSet', 'CreateDataSource', 'UpdateDataSource', 'UpdateAnalysis',
      'CreateAnalysis', 'DeleteDataSource', 'DeleteFolder', 'DeleteUser', 'DeleteGroup'
    ))
  OR (event_source = 'dax.amazonaws.com'
    AND event_name IN ('PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN ('Publish', 'DeleteThingShadow', 'UpdateThingShadow'))
ORDER BY event_time, event_id
