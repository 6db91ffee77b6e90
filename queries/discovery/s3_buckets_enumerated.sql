-- title = "Buckets and their settings enumerated"
-- why = "The caller learns where data is and how it is protected."
-- techniques = ["T1619", "T1580", "T1526"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName'), regexp_extract(error_message, 'on resource: "?([^ "]+)', 1)) AS target
FROM events
WHERE event_source IN ('s3.amazonaws.com', 's3express.amazonaws.com', 's3-outposts.amazonaws.com', 'glacier.amazonaws.com', 'macie2.amazonaws.com')
  AND regexp_like(event_name, '^(ListBuckets|ListAllMyDirectoryBuckets|ListAccessPoints|GetBucket|GetAccountPublicAccessBlock|GetAccelerate|GetPublicAccessBlock|GetStorageLens|ListStorageLens|ListVaults|ListMultiRegion|GetMultiRegion|GetAccessPoint|Describe|ListJobs|GetFindings|ListFindings)')
ORDER BY event_time, event_id
