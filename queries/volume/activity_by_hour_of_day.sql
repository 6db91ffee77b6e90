-- title = "Activity by hour of the day, UTC"
-- why = "People work by their clock; activity at night of the owner is worth a look. The zone of the owner is set in the report."
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html"]
-- kind = "volume"
SELECT
  substr(to_iso8601(event_time), 12, 2) AS target,
  count(*) AS events,
  count_if(read_only = false AND NOT {{ not_succeeded }}) AS changes,
  count_if(console_session = true OR user_agent = 'console.amazonaws.com') AS console_events,
  count(DISTINCT access_key_id) AS credentials
FROM events
GROUP BY substr(to_iso8601(event_time), 12, 2)
ORDER BY target
