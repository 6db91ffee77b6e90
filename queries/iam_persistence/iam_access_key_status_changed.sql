-- title = "State of access keys changed"
-- why = "A key was switched on or off; the record does not say which, or other questions do."
-- techniques = ["T1098.001"]
-- severity = "medium"
-- tells_of = ["keys_exchanged"]
-- rank = -1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accessKeyId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('UpdateAccessKey')
ORDER BY event_time, event_id
