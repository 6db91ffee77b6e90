-- title = "Access keys created"
-- why = "A new long-term key works until somebody disables it, whatever happens to the first one."
-- techniques = ["T1098.001"]
-- severity = "medium"
-- harmless_when = "The user rotates its own key."
-- next = "Deactivate the new key and search for its use; its requests are followed in section 5."
-- fact = "access_keys_created"
-- tells_of = ["keys_exchanged"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(response_elements, '$.accessKey.userName'),
    json_extract_scalar(request_parameters, '$.userName'),
    user_name,
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.accessKey.accessKeyId') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateAccessKey')
ORDER BY event_time, event_id
