-- Everything that was signed with one of these access keys.
SELECT * FROM events WHERE access_key_id IN ({{ keys }})
ORDER BY event_time, event_id
