-- Calls on behalf of these users of Identity Center.
SELECT * FROM events WHERE on_behalf_of IN ({{ people }})
ORDER BY event_time, event_id
