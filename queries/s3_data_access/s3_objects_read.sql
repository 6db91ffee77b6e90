-- title = "S3 objects read"
-- why = "The content of the object left the bucket."
-- techniques = ["T1530"]
-- severity = "medium"
-- harmless_when = "An application reads its own data with this key."
-- next = "List the objects with section 7 and decide whose data is in them."
-- fact = "objects_read"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target,
  -- CloudTrail writes 89 as 89.0.
  CAST(CAST(TRY_CAST(json_extract_scalar(additional_event_data, '$.bytesTransferredOut') AS double) AS bigint) AS varchar) || ' bytes' AS detail
FROM events
WHERE (event_source = 's3.amazonaws.com' AND event_name IN ('GetObject', 'GetObjectTorrent', 'SelectObjectContent'))
  OR (event_source = 's3-object-lambda.amazonaws.com'
    AND event_name IN ('GetObject', 'GetObjectVersion'))
ORDER BY event_time, event_id
