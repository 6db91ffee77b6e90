-- What the logs hold in the window: per account, region, day, kind of event and service. Every negative
-- statement of a report rests on this table.
SELECT
  recipient_account_id AS account,
  aws_region AS region,
  event_category AS category,
  event_source AS service,
  substr(to_iso8601(event_time), 1, 10) AS day,
  array_join(array_sort(array_agg(DISTINCT hour(event_time))), ',') AS hours,
  count(*) AS records,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM events
GROUP BY recipient_account_id, aws_region, event_category, event_source, substr(to_iso8601(event_time), 1, 10)
ORDER BY account, region, category, service, day
