-- title = "Ten-minute spans with many different read calls"
-- why = "Enumeration tools ask dozens of different questions within minutes."
-- techniques = ["T1580"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1580/"]
-- kind = "volume"
SELECT
  access_key_id AS target,
  substr(to_iso8601(event_time), 1, 15) || '0Z' AS ten_minutes_from,
  count(DISTINCT event_source || ':' || event_name) AS distinct_read_calls,
  count(*) AS reads,
  count(DISTINCT aws_region) AS regions,
  count_if(error_code IS NOT NULL) AS not_succeeded
FROM events
WHERE read_only = true
GROUP BY access_key_id, substr(to_iso8601(event_time), 1, 15) || '0Z'
HAVING count(DISTINCT event_source || ':' || event_name) >= 5
ORDER BY distinct_read_calls DESC, target, ten_minutes_from
