-- title = "Function uses a layer of another account"
-- why = "The layer's code runs in the function."
-- techniques = ["T1574", "T1546"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'lambda.amazonaws.com' AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN ('CreateFunction', 'UpdateFunctionConfiguration')
  AND (regexp_like(request_parameters, 'arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:') AND NOT regexp_like(request_parameters, 'arn:aws[a-z-]*:lambda:[a-z0-9-]+:' || recipient_account_id || ':layer:'))
ORDER BY event_time, event_id
