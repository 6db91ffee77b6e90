-- title = "Busiest minutes"
-- why = "A script shows in many calls a minute."
-- severity = "info"
-- kind = "volume"
SELECT
  date_trunc('minute', event_time) AS target,
  count(*) AS requests,
  count(DISTINCT event_name) AS different_calls
FROM events
GROUP BY date_trunc('minute', event_time)
ORDER BY requests DESC, target
