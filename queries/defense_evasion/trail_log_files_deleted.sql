-- title = "Log files of a trail deleted"
-- why = "The object lies where CloudTrail delivers: with it goes the record of an hour."
-- techniques = ["T1070", "T1685.002", "T1485"]
-- severity = "high"
-- next = "Restore the version before; compare with the digest files and with Event history."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.key')) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name = 'DeleteObject'
  AND regexp_like(
    json_extract_scalar(request_parameters, '$.key'),
    'AWSLogs/(o-[a-z0-9]+/)?[0-9]{12}/CloudTrail(-Digest|-Insight)?/'
  )
ORDER BY event_time, event_id
