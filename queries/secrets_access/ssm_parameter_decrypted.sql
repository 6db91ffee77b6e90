-- title = "SSM parameters read decrypted"
-- why = "Secure parameters usually hold passwords and keys."
-- techniques = ["T1555.006", "T1552", "T1078.004"]
-- severity = "medium"
-- next = "Rotate what the parameter holds."
-- fact = "ssm_params_decrypted"
-- rank = 1
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.name'), json_extract_scalar(request_parameters, '$.path'), json_format(json_extract(request_parameters, '$.names')), {{ denied_resource }}) AS target
FROM events
WHERE event_source = 'ssm.amazonaws.com' AND event_name IN ('GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory')
  AND (json_extract_scalar(request_parameters, '$.withDecryption') = 'true')
ORDER BY event_time, event_id
