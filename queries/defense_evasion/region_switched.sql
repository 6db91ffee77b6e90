-- title = "Regions enabled or disabled"
-- why = "Few look at regions that are not in use."
-- techniques = ["T1535"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.RegionName'),
    json_extract_scalar(request_parameters, '$.regionName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'account.amazonaws.com' AND event_name IN ('EnableRegion', 'DisableRegion')
ORDER BY event_time, event_id
