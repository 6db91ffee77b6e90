-- title = "Bursts: ten or more calls of one kind within a minute"
-- why = "Scripts and tools call faster than people: the busiest minute of each call and credential tells them apart."
-- techniques = ["T1580"]
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html"]
-- kind = "volume"
SELECT
  event_name AS target,
  event_source,
  access_key_id,
  max(calls) AS most_per_minute,
  CAST(sum(calls) AS bigint) AS calls,
  count(*) AS active_minutes,
  min(minute_utc) AS first_minute,
  max(minute_utc) AS last_minute
FROM (
  SELECT
    event_name,
    event_source,
    access_key_id,
    date_trunc('minute', event_time) AS minute_utc,
    count(*) AS calls
  FROM events
  GROUP BY event_name, event_source, access_key_id, date_trunc('minute', event_time)
) AS minutes
GROUP BY event_name, event_source, access_key_id
HAVING max(calls) >= 10
ORDER BY most_per_minute DESC, target, event_source, access_key_id
