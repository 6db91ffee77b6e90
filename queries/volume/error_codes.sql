-- title = "Error codes"
-- why = "Error codes show what was tried: denials, quota limits, dry runs, missing resources."
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"]
-- kind = "volume"
SELECT
  error_code AS target,
  count(*) AS calls,
  count(DISTINCT event_source || ':' || event_name) AS distinct_calls,
  array_join(array_agg(DISTINCT event_name ORDER BY event_name), ', ') AS call_names,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE error_code IS NOT NULL
GROUP BY error_code
ORDER BY calls DESC, target
