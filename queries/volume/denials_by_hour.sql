-- title = "Denied calls by hour"
-- why = "Trying what is allowed shows in denials."
-- severity = "info"
-- kind = "volume"
SELECT
  date_trunc('hour', event_time) AS target,
  count(*) AS requests,
  count_if(error_code LIKE 'AccessDenied%' OR error_code LIKE '%Unauthorized%') AS denied,
  count(DISTINCT event_name) AS different_calls
FROM events
GROUP BY date_trunc('hour', event_time)
ORDER BY target
