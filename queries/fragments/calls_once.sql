-- How many calls: one counts once, however often and in how many accounts it was recorded.
count(DISTINCT coalesce(shared_event_id, event_id)) + count_if(shared_event_id IS NULL AND event_id IS NULL)
