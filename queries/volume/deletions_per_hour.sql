-- title = "Deletions: five or more calls of one kind within an hour"
-- why = "Destruction shows as many deletions, of many kinds, in a short time."
-- techniques = ["T1485"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1485/"]
-- kind = "volume"
SELECT
  event_name AS target,
  event_source,
  date_trunc('hour', event_time) AS hour_utc,
  count(*) AS calls,
  count_if(error_code IS NULL) AS succeeded,
  count(DISTINCT aws_region) AS regions
FROM events
WHERE regexp_like(event_name, '^(Batch)?(Delete|Terminate|Deregister|Purge|Remove|Dispose)|^ScheduleKeyDeletion$')
GROUP BY event_name, event_source, date_trunc('hour', event_time)
HAVING count(*) >= 5
ORDER BY hour_utc, calls DESC, target, event_source
