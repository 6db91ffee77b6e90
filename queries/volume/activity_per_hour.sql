-- title = "Activity per hour"
-- why = "When it began, when it was busiest, when it ended."
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html"]
-- kind = "volume"
SELECT
  to_iso8601(date_trunc('hour', event_time)) AS target,
  count(*) AS events,
  count_if(read_only = false AND NOT {{ not_succeeded }}) AS changes,
  count_if({{ not_succeeded }}) AS not_succeeded,
  count(DISTINCT access_key_id) AS credentials,
  count(DISTINCT source_ip_address) AS addresses,
  count(DISTINCT aws_region) AS regions
FROM events
GROUP BY date_trunc('hour', event_time)
ORDER BY target
