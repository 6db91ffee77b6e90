-- Everything done by one of these users (AIDA…) or by any session of one of these roles (AROA…).
SELECT * FROM events WHERE split_part(principal_id, ':', 1) IN ({{ principals }})
ORDER BY event_time, event_id
