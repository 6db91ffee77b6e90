-- Console sign-ins of these users: they carry no access key.
SELECT * FROM events
WHERE event_source = 'signin.amazonaws.com' AND user_name IN ({{ names }})
ORDER BY event_time, event_id
