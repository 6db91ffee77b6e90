-- title = "Source addresses and user agents"
-- why = "One key used from two places or with two tools may be in two hands."
-- severity = "info"
-- kind = "volume"
SELECT
  coalesce(source_ip_address, '(none)') AS target,
  coalesce(user_agent, '(none)') AS user_agent,
  access_key_id AS access_key,
  count(*) AS requests,
  min(event_time) AS first_used,
  max(event_time) AS last_used
FROM events
GROUP BY coalesce(source_ip_address, '(none)'), coalesce(user_agent, '(none)'), access_key_id
ORDER BY requests DESC, target, user_agent, access_key
