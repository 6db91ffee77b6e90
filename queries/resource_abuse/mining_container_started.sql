-- title = "Container that looks like a miner"
-- why = "Image or command name a miner."
-- techniques = ["T1496.001"]
-- severity = "critical"
-- rank = 3
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.family'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'ecs.amazonaws.com' AND event_name IN ('RegisterTaskDefinition', 'CreateService', 'RunTask')
  AND (regexp_like(request_parameters, '(?i)(xmr|monero|miner|ethermine|nicehash|stratum\+tcp|donate-level)'))
ORDER BY event_time, event_id
