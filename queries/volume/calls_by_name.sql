-- title = "Calls by name with first use"
-- why = "Shows the whole activity at a glance, and what was called for the first time when."
-- severity = "info"
-- kind = "volume"
SELECT
  event_source || ': ' || event_name AS target,
  count(*) AS requests,
  count_if(error_code IS NOT NULL) AS errors,
  min(event_time) AS first_used,
  max(event_time) AS last_used
FROM events
GROUP BY event_source || ': ' || event_name
ORDER BY requests DESC, target
