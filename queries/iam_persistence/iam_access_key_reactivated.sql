-- title = "Access key switched back on"
-- why = "A disabled key that works again re-opens a closed door."
-- techniques = ["T1098.001"]
-- severity = "high"
-- next = "Disable it again and search for its use."
-- tells_of = ["key_reactivated"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accessKeyId'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    user_name
  ) AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('UpdateAccessKey')
  AND (json_extract_scalar(request_parameters, '$.status') = 'Active')
ORDER BY event_time, event_id
