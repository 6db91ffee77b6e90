-- title = "Buckets created"
-- why = "A place to gather data before it leaves, or to hold what the caller brings."
-- techniques = ["T1074.002", "T1578"]
-- severity = "low"
-- next = "Look what was written to it and who may read it."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.vectorBucketName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.CreateBucketConfiguration.LocationConstraint') AS detail
FROM events
WHERE (event_source IN ('s3.amazonaws.com', 's3express.amazonaws.com', 's3-outposts.amazonaws.com', 'lightsail.amazonaws.com')
    AND event_name = 'CreateBucket')
  OR (event_source = 's3tables.amazonaws.com' AND event_name = 'CreateTableBucket')
  OR (event_source = 's3vectors.amazonaws.com' AND event_name = 'CreateVectorBucket')
ORDER BY event_time, event_id
