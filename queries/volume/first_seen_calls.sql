-- title = "First use of each call"
-- why = "The order in which calls were first used tells the story of an intrusion; calls never used before the leak stand out."
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html"]
-- kind = "volume"
SELECT
  event_source || ':' || event_name AS target,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen,
  count(*) AS calls,
  count_if(error_code IS NULL) AS succeeded,
  count(DISTINCT aws_region) AS regions,
  substr(min(to_iso8601(event_time) || coalesce(aws_region, '')), 25) AS first_region,
  substr(min(to_iso8601(event_time) || coalesce(access_key_id, '')), 25) AS first_credential
FROM events
GROUP BY event_source || ':' || event_name
ORDER BY first_seen, target
