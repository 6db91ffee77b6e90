-- title = "Access key created for another user"
-- why = "Keys for somebody else are not rotation: they let the caller act under another name."
-- techniques = ["T1098.001"]
-- severity = "high"
-- next = "Deactivate the key; ask who owns that user."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(response_elements, '$.accessKey.userName'),
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.accessKey.accessKeyId') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateAccessKey')
  AND (coalesce(json_extract_scalar(response_elements, '$.accessKey.userName'), json_extract_scalar(request_parameters, '$.userName')) <> coalesce(user_name, ''))
ORDER BY event_time, event_id
