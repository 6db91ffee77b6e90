-- title = "Many secrets read with one call"
-- why = "One call can hand out twenty secrets; where it gives a filter and no list, its record does not name them."
-- techniques = ["T1555.006", "T1552"]
-- severity = "medium"
-- next = "Rotate every secret that the list names or the filter covers; KMS Decrypt events of the same minute name them."
-- rank = 1
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
ORDER BY event_time, event_id
