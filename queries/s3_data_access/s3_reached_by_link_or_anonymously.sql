-- title = "Objects read by link or without a name"
-- why = "A presigned link works for whoever has it; an anonymous read has no name at all."
-- techniques = ["T1530"]
-- severity = "medium"
-- harmless_when = "Applications hand out presigned links."
-- next = "See who made the link: the key that signed it stands in the record."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  coalesce(json_extract_scalar(additional_event_data, '$.AuthenticationMethod'), user_type) AS detail
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('GetObject', 'PutObject', 'ListObjects', 'ListObjectsV2', 'HeadObject')
  AND (json_extract_scalar(additional_event_data, '$.AuthenticationMethod') = 'QueryString'
    OR (user_type = 'AWSAccount' AND coalesce(principal_id, '') = '')
    OR account_id IN ('anonymous', 'ANONYMOUS_PRINCIPAL')
    OR principal_id IN ('anonymous', 'ANONYMOUS_PRINCIPAL'))
ORDER BY event_time, event_id
