-- Calls of others from addresses of followed credentials, by address and by user or role: whoever uses one address for
-- several stolen credentials is seen so, and an office that everybody calls from is told by its many principals. The
-- sessions of a role are one row. What followed keys signed is known already.
SELECT
  source_ip_address AS address,
  min(principal_id) AS principal_id,
  count(DISTINCT principal_id) AS sessions,
  min(user_arn) AS user_arn,
  min(access_key_id) AS access_key_id,
  max(access_key_id) AS last_access_key_id,
  count(DISTINCT access_key_id) AS keys,
  min(user_agent) AS user_agent,
  max(user_agent) AS last_user_agent,
  array_join(array_sort(array_agg(DISTINCT event_source)), ',') AS services,
  {{ calls_once }} AS calls,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM events
WHERE source_ip_address IN ({{ addresses }})
{%- if keys is defined %}
  AND (access_key_id IS NULL OR access_key_id NOT IN ({{ keys }}))
{%- endif %}
{%- if principals is defined %}
  AND (principal_id IS NULL OR principal_id NOT IN ({{ principals }}))
{%- endif %}
  AND addendum_of IS NULL
GROUP BY source_ip_address, CASE WHEN principal_id LIKE 'AROA%' THEN split_part(principal_id, ':', 1) ELSE principal_id END
ORDER BY calls DESC, address, principal_id
