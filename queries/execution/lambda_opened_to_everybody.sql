-- title = "Function opened to everybody or other accounts"
-- why = "Anybody may now call the function or use the layer."
-- techniques = ["T1098", "T1648"]
-- severity = "critical"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.principal') AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com' AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN ('AddPermission', 'AddLayerVersionPermission')
  AND (json_extract_scalar(request_parameters, '$.principal') = '*')
ORDER BY event_time, event_id
