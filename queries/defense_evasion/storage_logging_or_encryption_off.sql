-- title = "Bucket logging or encryption default removed"
-- why = "Access to the bucket is no longer recorded, or new data no longer protected."
-- techniques = ["T1685.002"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 's3.amazonaws.com' AND event_name IN ('DeleteBucketEncryption'))
  OR (event_source = 'ec2.amazonaws.com' AND event_name IN ('DisableEbsEncryptionByDefault'))
  OR (event_source = 'cloudfront.amazonaws.com' AND event_name IN ('CreateDistribution', 'UpdateDistribution'))
)
ORDER BY event_time, event_id
