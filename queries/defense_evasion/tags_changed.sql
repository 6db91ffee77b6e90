-- title = "Tags of machines or buckets changed"
-- why = "Rules of access, backup, scanning and clean-up often go by tags: a tag can take a resource out of them, or let it pass for another."
-- techniques = ["T1578.005", "T1036"]
-- severity = "low"
-- harmless_when = "Every deployment tags what it makes."
-- next = "Does a policy, a backup plan or a scanner go by the tag that was changed?"
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html"]
SELECT
  event_id,
  coalesce(
    regexp_extract(request_parameters, '"resourceId"\s*:\s*"([^"]+)"', 1),
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"key"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('CreateTags', 'DeleteTags'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN ('PutBucketTagging', 'DeleteBucketTagging'))
ORDER BY event_time, event_id
