-- title = "New trails or event data stores"
-- why = "A trail delivers every record of the account to a bucket, which may be somebody else's."
-- techniques = ["T1530"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.s3BucketName') AS detail
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name IN ('CreateTrail', 'CreateEventDataStore', 'CreateChannel')
ORDER BY event_time, event_id
