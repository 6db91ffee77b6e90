-- title = "Secrets and parameters read per hour"
-- why = "Many different secrets in a short time are collected, not used. Only reads that succeeded count as such."
-- techniques = ["T1555.006"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1555/006/"]
-- kind = "volume"
SELECT
  access_key_id AS target,
  date_trunc('hour', event_time) AS hour_utc,
  count_if(error_code IS NULL) AS reads,
  count(DISTINCT CASE WHEN error_code IS NULL THEN coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    json_extract_scalar(request_parameters, '$.name'),
    json_format(json_extract(request_parameters, '$.names')),
    json_extract_scalar(request_parameters, '$.path'),
    json_format(json_extract(request_parameters, '$.secretIdList'))
  ) END) AS distinct_names,
  count_if(error_code IS NULL AND event_source = 'secretsmanager.amazonaws.com') AS secret_reads,
  count_if(error_code IS NULL AND event_source = 'ssm.amazonaws.com') AS parameter_reads,
  count_if(error_code IS NOT NULL) AS not_succeeded
FROM events
WHERE (event_source = 'secretsmanager.amazonaws.com' AND event_name IN ('GetSecretValue', 'BatchGetSecretValue'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN ('GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'))
GROUP BY access_key_id, date_trunc('hour', event_time)
ORDER BY target, hour_utc
