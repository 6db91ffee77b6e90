-- title = "Log files of a trail read"
-- why = "They hold every name, address and call of the account: whoever reads them knows what there is, who does what, and what was seen of himself."
-- techniques = ["T1654"]
-- severity = "medium"
-- harmless_when = "Responders and tools of the security team read them."
-- next = "Whose is the reading credential? Take what these files tell as known to him."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html"]
-- rank = -1
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'), json_extract_scalar(request_parameters, '$.key')) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('GetObject', 'SelectObjectContent')
  AND regexp_like(
    json_extract_scalar(request_parameters, '$.key'),
    'AWSLogs/(o-[a-z0-9]+/)?[0-9]{12}/CloudTrail(-Insight)?/'
  )
ORDER BY event_time, event_id
