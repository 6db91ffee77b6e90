-- title = "Region switched off"
-- why = "What runs in the region goes on but can no longer be reached."
-- techniques = ["T1489"]
-- severity = "low"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.regionName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'account.amazonaws.com'
  AND event_name = 'DisableRegion'
ORDER BY event_time, event_id
