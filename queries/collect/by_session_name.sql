-- Role sessions that a compute service named after one of these instances, functions or tasks.
SELECT * FROM events WHERE split_part(principal_id, ':', 2) IN ({{ names }})
ORDER BY event_time, event_id
