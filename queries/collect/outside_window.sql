-- Whether these keys were in use outside the window: what they did and obtained then is in no other answer.
SELECT
  access_key_id,
  {{ calls_once }} AS calls,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM events
WHERE access_key_id IN ({{ keys }}) AND addendum_of IS NULL
GROUP BY access_key_id
ORDER BY access_key_id
