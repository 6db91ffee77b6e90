-- What the subject's principals did in the days before the window, to tell what is new in it, and on which days.
-- A call counts once, however often and in how many accounts it was recorded.
SELECT
  event_source,
  event_name,
  aws_region AS region,
  source_ip_address AS address,
  user_agent,
  array_join(array_agg(DISTINCT substr(to_iso8601(event_time), 1, 10)), ',') AS days,
  count(DISTINCT coalesce(shared_event_id, event_id)) + count_if(shared_event_id IS NULL AND event_id IS NULL) AS calls,
  min(event_time) AS first_event
FROM events
WHERE principal_id IN ({{ principals }}) AND addendum_of IS NULL
GROUP BY event_source, event_name, aws_region, source_ip_address, user_agent
ORDER BY event_source, event_name, region, address, user_agent
