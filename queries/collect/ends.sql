-- Calls that end or restore identities, whoever makes them: whether what was obtained can still be used.
SELECT * FROM events WHERE event_name IN ({{ calls }})
ORDER BY event_time, event_id
