-- title = "Functions invoked"
-- why = "The function ran for the caller."
-- techniques = ["T1648"]
-- severity = "low"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'lambda.amazonaws.com' AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN ('Invoke')
ORDER BY event_time, event_id
