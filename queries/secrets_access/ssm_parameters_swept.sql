-- title = "All parameters below the root read in clear"
-- why = "The path is the root of all parameters: nothing was left out."
-- techniques = ["T1555.006", "T1552"]
-- severity = "high"
-- next = "Rotate every secure parameter of the region."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.path'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name = 'GetParametersByPath'
  AND json_extract_scalar(request_parameters, '$.path') = '/'
  AND json_extract_scalar(request_parameters, '$.withDecryption') = 'true'
ORDER BY event_time, event_id
