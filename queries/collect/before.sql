-- What the subject's principals did in the days before the window, to tell what is new in it.
SELECT
  event_source,
  event_name,
  aws_region AS region,
  source_ip_address AS address,
  user_agent,
  count(*) AS calls
FROM events
WHERE principal_id IN ({{ principals }})
GROUP BY event_source, event_name, aws_region, source_ip_address, user_agent
ORDER BY event_source, event_name, region, address, user_agent
