-- What the logs hold in the window: per account, region, day, kind of event and service. Every negative
-- statement of a report rests on this table. Counted by the hour first, which leaves few rows to write as text.
SELECT
  account,
  region,
  category,
  service,
  substr(to_iso8601(hour_start), 1, 10) AS day,
  array_join(array_sort(array_agg(hour(hour_start))), ',') AS hours,
  sum(records) AS records,
  min(first_event) AS first_event,
  max(last_event) AS last_event
FROM (
  SELECT
    coalesce(recipient_account_id, account_id) AS account,
    aws_region AS region,
    event_category AS category,
    event_source AS service,
    date_trunc('hour', event_time) AS hour_start,
    count(*) AS records,
    min(event_time) AS first_event,
    max(event_time) AS last_event
  FROM events
  GROUP BY coalesce(recipient_account_id, account_id), aws_region, event_category, event_source, date_trunc('hour', event_time)
) AS by_hour
GROUP BY account, region, category, service, substr(to_iso8601(hour_start), 1, 10)
ORDER BY account, region, category, service, day
