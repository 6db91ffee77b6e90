-- Everything done by these principals, session included (AROA…:name). Which session it was is told by its creation
-- time afterwards. With them, who made sessions of these names: a key that such a call names is of no other session.
SELECT * FROM events
WHERE principal_id IN ({{ principals }})
   OR json_extract_scalar(response_elements, '$.assumedRoleUser.assumedRoleId') IN ({{ principals }})
ORDER BY event_time, event_id
