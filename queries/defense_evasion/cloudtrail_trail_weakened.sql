-- title = "Trail weakened"
-- why = "The trail records fewer regions or services, is no longer validated, or goes to another bucket or key."
-- techniques = ["T1685.002"]
-- severity = "high"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name IN ('UpdateTrail')
  AND (json_extract_scalar(request_parameters, '$.isMultiRegionTrail') = 'false' OR json_extract_scalar(request_parameters, '$.includeGlobalServiceEvents') = 'false' OR json_extract_scalar(request_parameters, '$.enableLogFileValidation') = 'false' OR json_extract_scalar(request_parameters, '$.s3BucketName') IS NOT NULL OR json_extract_scalar(request_parameters, '$.kmsKeyId') IS NOT NULL)
ORDER BY event_time, event_id
