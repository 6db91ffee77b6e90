-- title = "Scripts of a site written to a bucket"
-- why = "A replaced script runs in the browser of every visitor and can steal what they type or sign."
-- techniques = ["T1565.001", "T1491.002"]
-- severity = "medium"
-- harmless_when = "The deployment pipeline publishes a release."
-- next = "Compare the object with the released one; restore the former version and clear caches."
-- references = ["https://attack.mitre.org/techniques/T1565/001/"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('PutObject', 'CopyObject')
  AND regexp_like(json_extract_scalar(request_parameters, '$.key'), '(?i)\.m?js$')
ORDER BY event_time, event_id
