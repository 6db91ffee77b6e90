-- title = "Function code and settings read"
-- why = "The answer holds a link to the code and the environment variables."
-- techniques = ["T1213", "T1552", "T1526"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'lambda.amazonaws.com' AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN ('GetFunction', 'GetLayerVersion', 'GetFunctionConfiguration')
ORDER BY event_time, event_id
