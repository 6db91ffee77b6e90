-- title = "Errors by code"
-- why = "Tells what failed and why."
-- severity = "info"
-- kind = "volume"
SELECT
  error_code AS target,
  count(*) AS requests,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE error_code IS NOT NULL
GROUP BY error_code
ORDER BY requests DESC, target
