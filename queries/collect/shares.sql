-- All calls of the subject's principals, by key, address, user agent and VPC endpoint: a principal may hold several
-- live keys, one of them legitimate, and what tells its users apart is how they call.
SELECT
  principal_id,
  access_key_id,
  source_ip_address AS address,
  user_agent,
  vpc_endpoint_id AS vpc_endpoint,
  max(user_arn) AS user_arn,
  max(invoked_by) AS invoked_by,
  count(*) AS calls,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM events
WHERE principal_id IN ({{ principals }})
GROUP BY principal_id, access_key_id, source_ip_address, user_agent, vpc_endpoint_id
ORDER BY calls DESC, principal_id, access_key_id, address, user_agent, vpc_endpoint
