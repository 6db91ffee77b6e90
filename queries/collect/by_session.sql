-- Everything done by these principals, session included (AROA…:name). Which session it was is told by its creation
-- time afterwards.
SELECT * FROM events WHERE principal_id IN ({{ principals }})
ORDER BY event_time, event_id
