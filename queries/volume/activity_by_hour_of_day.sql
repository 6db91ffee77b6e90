-- title = "Activity by hour of the day (UTC)"
-- why = "Compared with working hours it hints at who is at work."
-- severity = "info"
-- kind = "volume"
SELECT
  hour(event_time) AS target,
  count(*) AS requests
FROM events
GROUP BY hour(event_time)
ORDER BY target
