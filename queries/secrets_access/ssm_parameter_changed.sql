-- title = "SSM parameters written"
-- why = "A changed parameter changes what applications connect to."
-- techniques = ["T1555.006"]
-- severity = "low"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name IN ('PutParameter', 'LabelParameterVersion', 'UnlabelParameterVersion')
ORDER BY event_time, event_id
