-- Console sign-ins of these principals, session included: they carry no access key.
SELECT * FROM events
WHERE event_source = 'signin.amazonaws.com' AND principal_id IN ({{ principals }})
ORDER BY event_time, event_id
