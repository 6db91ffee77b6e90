-- title = "Ten-minute spans with five or more different read calls"
-- why = "Enumeration tools ask dozens of different questions within minutes."
-- techniques = ["T1580"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1580/"]
-- kind = "volume"
SELECT
  access_key_id AS target,
  substr(to_iso8601(event_time), 1, 15) || '0Z' AS ten_minutes_from,
  count(DISTINCT event_source || ':' || event_name) AS distinct_read_calls,
  count(*) AS read_calls,
  count(DISTINCT aws_region) AS regions,
  count_if(error_code IS NOT NULL) AS not_succeeded
FROM (
  -- Most credentials make a few calls, and counting what is distinct for each of them takes long.
  SELECT
    access_key_id,
    event_time,
    event_source,
    event_name,
    aws_region,
    error_code,
    count(*) OVER (PARTITION BY access_key_id) AS reads_in_all
  FROM events
  WHERE read_only = true
) AS counted
WHERE reads_in_all >= 5
GROUP BY access_key_id, substr(to_iso8601(event_time), 1, 15) || '0Z'
HAVING count(DISTINCT event_source || ':' || event_name) >= 5
ORDER BY distinct_read_calls DESC, target, ten_minutes_from
