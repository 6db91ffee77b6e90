-- title = "Functions created or changed"
-- why = "Code of the caller runs with the function's role."
-- techniques = ["T1648", "T1525"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'lambda.amazonaws.com' AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN (
    'CreateFunction',
    'UpdateFunctionCode',
    'UpdateFunctionConfiguration',
    'PublishLayerVersion',
    'CreateEventSourceMapping',
    'UpdateEventSourceMapping',
    'CreateAlias',
    'UpdateAlias',
    'PublishVersion',
    'AddPermission',
    'AddLayerVersionPermission',
    'PutFunctionEventInvokeConfig',
    'CreateFunctionUrlConfig',
    'UpdateFunctionUrlConfig'
  )
ORDER BY event_time, event_id
