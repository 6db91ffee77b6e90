-- Everything done in one of these sessions (AROA…:name), whatever keys they used.
SELECT * FROM events WHERE principal_id IN ({{ sessions }})
