-- Whether these keys were in use outside the window: what they did and obtained then is in no other answer.
-- A call counts once, however often and in how many accounts it was recorded.
SELECT
  access_key_id,
  count(DISTINCT coalesce(shared_event_id, event_id)) + count_if(shared_event_id IS NULL AND event_id IS NULL) AS calls,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM events
WHERE access_key_id IN ({{ keys }}) AND addendum_of IS NULL
GROUP BY access_key_id
ORDER BY access_key_id
