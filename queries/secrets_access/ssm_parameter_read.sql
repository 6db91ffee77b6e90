-- title = "SSM parameters read"
-- why = "Parameters hold configuration and, sometimes, secrets in plain text."
-- techniques = ["T1555.006", "T1552", "T1078.004"]
-- severity = "low"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.name'), json_extract_scalar(request_parameters, '$.path'), json_format(json_extract(request_parameters, '$.names')), {{ denied_resource }}) AS target
FROM events
WHERE event_source = 'ssm.amazonaws.com' AND event_name IN ('GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory')
ORDER BY event_time, event_id
