-- title = "Region enabled"
-- why = "In a region that nobody uses nobody looks: a common place for mining and for resources that are to stay hidden."
-- techniques = ["T1535"]
-- severity = "medium"
-- harmless_when = "The company opens a new location."
-- next = "Look at all activity in this region, and disable it again."
-- references = ["https://docs.aws.amazon.com/accounts/latest/reference/API_EnableRegion.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.regionName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'account.amazonaws.com'
  AND event_name = 'EnableRegion'
ORDER BY event_time, event_id
