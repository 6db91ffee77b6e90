-- The other copies of these calls: a call between accounts is recorded in both.
SELECT * FROM events WHERE shared_event_id IN ({{ shared }})
ORDER BY event_time, event_id
