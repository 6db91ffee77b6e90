-- What the logs hold in the window: per account, region, day, kind of event and service. Every negative
-- statement of a report rests on this table; a trail may record no reads, or have been stopped by anybody. Counted
-- by the hour first, which leaves few rows to write as text.
SELECT
  account,
  region,
  category,
  service,
  substr(to_iso8601(hour_start), 1, 10) AS day,
  array_join(array_sort(array_agg(hour(hour_start))), ',') AS hours,
  sum(records) AS records,
  sum(changing) AS changing,
  sum(stops) AS stops,
  min(first_stop) AS first_stop,
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
    count(CASE WHEN NOT read_only THEN 1 END) AS changing,
    count(stopped) AS stops,
    min(stopped) AS first_stop,
    min(event_time) AS first_event,
    max(event_time) AS last_event
  FROM (
    SELECT
      *,
      CASE
        WHEN event_source = 'cloudtrail.amazonaws.com'
          AND event_name IN ('StopLogging', 'DeleteTrail', 'StopEventDataStoreIngestion', 'DeleteEventDataStore')
          AND error_code IS NULL
        THEN event_time
      END AS stopped
    FROM events
  ) AS marked
  GROUP BY coalesce(recipient_account_id, account_id), aws_region, event_category, event_source, date_trunc('hour', event_time)
) AS by_hour
GROUP BY account, region, category, service, substr(to_iso8601(hour_start), 1, 10)
ORDER BY account, region, category, service, day
