-- The copies of one call that were delivered to the other account.
SELECT * FROM events WHERE shared_event_id IN ({{ shared }})
