-- title = "Queries over stored data run"
-- why = "Athena, Glue and search services read data without reading the bucket by name."
-- techniques = ["T1530", "T1213.006"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.queryString'),
    json_extract_scalar(request_parameters, '$.queryExecutionId'),
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.connectionName'),
    json_extract_scalar(request_parameters, '$.domainName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'athena.amazonaws.com' AND event_name IN ('StartQueryExecution', 'GetQueryResults'))
  OR (event_source = 'glue.amazonaws.com' AND event_name IN ('GetConnection', 'GetConnections'))
  OR (event_source = 'logs.amazonaws.com' AND event_name IN (
    'GetLogEvents',
    'FilterLogEvents',
    'StartQuery',
    'CreateExportTask',
    'GetQueryResults',
    'GetLogRecord'
  ))
)
ORDER BY event_time, event_id
