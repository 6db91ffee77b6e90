-- title = "Function reachable without sign-in"
-- why = "Anybody on the internet can run the function."
-- techniques = ["T1648", "T1190"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'lambda.amazonaws.com' AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN ('CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig')
  AND (json_extract_scalar(request_parameters, '$.authType') = 'NONE')
ORDER BY event_time, event_id
