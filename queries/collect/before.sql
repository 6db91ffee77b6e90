-- What the subject's principals did in the days before the window, to tell what is new in it, and on which days.
SELECT
  event_source,
  event_name,
  aws_region AS region,
  source_ip_address AS address,
  user_agent,
  array_join(array_agg(DISTINCT substr(to_iso8601(event_time), 1, 10)), ',') AS days,
  {{ calls_once }} AS calls,
  min(event_time) AS first_event
FROM events
WHERE principal_id IN ({{ principals }}) AND addendum_of IS NULL
GROUP BY event_source, event_name, aws_region, source_ip_address, user_agent
ORDER BY event_source, event_name, region, address, user_agent
