-- title = "All secrets read with a catch-all filter"
-- why = "The filter leaves nothing out: the caller took every secret it may read in one call."
-- techniques = ["T1555.006"]
-- severity = "high"
-- next = "Rotate every secret of the region."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_format(json_extract(request_parameters, '$.secretIdList')),
    {{ denied_resource }}
  ) AS target,
  json_format(json_extract(request_parameters, '$.filters')) AS detail
FROM events
WHERE event_source = 'secretsmanager.amazonaws.com'
  AND event_name = 'BatchGetSecretValue'
  AND regexp_like(
    json_format(json_extract(request_parameters, '$.filters')),
    '"(values|Values)"\s*:\s*\[\s*"(!|"|[a-z]")'
  )
ORDER BY event_time, event_id
