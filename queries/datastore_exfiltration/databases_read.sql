-- title = "Databases, warehouses or logs queried, or queries prepared"
-- why = "The result of a query is data that left the store; a stored query, a work group or an endpoint for queries prepares it."
-- techniques = ["T1213.006", "T1530", "T1580"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "Analysts and applications query all day."
-- next = "Read the statements; count by table: a scan without limit returns everything; look where results were written."
-- references = ["https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html", "https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html", "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html"]
-- fact = "databases_read"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.database'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.workGroup'),
    json_extract_scalar(request_parameters, '$.queryExecutionId'),
    json_extract_scalar(request_parameters, '$.logGroupName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.resultConfiguration.outputLocation'),
    json_extract_scalar(request_parameters, '$.queryString'),
    json_extract_scalar(request_parameters, '$.sql'),
    json_extract_scalar(request_parameters, '$.queryStatement'),
    json_extract_scalar(request_parameters, '$.filterPattern')
  ) AS detail
FROM events
WHERE (event_source IN ('rdsdataapi.amazonaws.com', 'rdsdata.amazonaws.com', 'rds-data.amazonaws.com')
    AND event_name IN (
      'ExecuteStatement', 'BatchExecuteStatement', 'ExecuteSql', 'BeginTransaction'
    ))
  OR (event_source = 'redshift-data.amazonaws.com'
    AND event_name IN (
      'ExecuteStatement', 'BatchExecuteStatement', 'GetStatementResult', 'GetStatementResultV2'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('ExecuteQuery', 'FetchResults'))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name IN (
      'StartQueryExecution', 'RunQuery', 'GetQueryResults', 'GetQueryResultsStream', 'CreateNamedQuery',
      'CreatePreparedStatement', 'CreateDataCatalog', 'CreateWorkGroup', 'UpdateNamedQuery',
      'UpdatePreparedStatement', 'UpdateDataCatalog'
    ))
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name IN ('Select', 'Query', 'PrepareQuery', 'SelectValues'))
  OR (event_source = 'neptune-db.amazonaws.com'
    AND event_name IN ('ReadDataViaQuery', 'GetQueryStatus'))
  OR (event_source = 'neptune-graph.amazonaws.com'
    AND event_name IN ('ReadDataViaQuery', 'ExecuteQuery'))
  OR (event_source = 'es.amazonaws.com'
    AND event_name = 'ESHttpGet')
  OR (event_source = 'glue.amazonaws.com'
    AND event_name IN ('GetDataPreviewStatement', 'RunDataPreviewStatement'))
  OR (event_source = 'lakeformation.amazonaws.com'
    AND event_name IN (
      'GetDataAccess', 'StartQueryPlanning', 'GetWorkUnitResults', 'GetTableObjects'
    ))
  OR (event_source = 'cloudtrail.amazonaws.com'
    AND event_name IN ('StartQuery', 'GetQueryResults', 'GenerateQuery', 'GenerateQueryResultsSummary'))
  OR (event_source = 'logs.amazonaws.com'
    AND event_name IN (
      'StartQuery', 'GetQueryResults', 'FilterLogEvents', 'GetLogEvents', 'StartLiveTail', 'Unmask'
    ))
  OR (event_source = 'bedrock.amazonaws.com'
    AND event_name IN (
      'Retrieve', 'RetrieveAndGenerate', 'RetrieveAndGenerateStream', 'AgenticRetrieveStream',
      'GenerateQuery', 'GetDocumentContent'
    ))
  OR (event_source = 'kendra.amazonaws.com'
    AND event_name IN ('Query', 'Retrieve', 'BatchGetDocumentStatus'))
  OR (event_source = 'qbusiness.amazonaws.com'
    AND event_name IN ('SearchRelevantContent', 'ChatSync', 'Chat'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN (
      'DownloadDBLogFilePortion', 'DownloadCompleteDBLogFile', 'EnableHttpEndpoint'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name IN (
      'Scan', 'Query', 'GetItem', 'BatchGetItem', 'TransactGetItems', 'PartiQLSelect', 'ExecuteStatement',
      'BatchExecuteStatement', 'GetRecords', 'GetShardIterator'
    ))
  OR (event_source = 'dax.amazonaws.com'
    AND event_name IN ('Scan', 'Query', 'GetItem', 'BatchGetItem'))
  OR (event_source = 'cassandra.amazonaws.com'
    AND event_name = 'Select')
  OR (event_source = 'sdb.amazonaws.com'
    AND event_name IN ('Select', 'GetAttributes'))
  OR (event_source = 'opensearch.amazonaws.com'
    AND event_name = 'StartDirectQuery')
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN ('APIAccessAll', 'DashboardsAccessAll'))
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name IN ('GraphQL', 'SourceGraphQL'))
  OR (event_source = 'cloudwatch.amazonaws.com'
    AND event_name = 'StartTelemetryQuery')
  OR (event_source = 'athena.amazonaws.com'
    AND event_name = 'UpdateWorkGroup'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"enforceWorkGroupConfiguration"\s*:\s*"?true')
      OR regexp_like(
        request_parameters,
        '"(outputLocation|executionRole|expectedBucketOwner)"\s*:\s*"|"enableMinimumEncryptionConfiguration"\s*:\s*"?false|"state"\s*:\s*"DISABLED"|"remove[A-Za-z]+"\s*:\s*"?true'
      )
    ))
ORDER BY event_time, event_id
