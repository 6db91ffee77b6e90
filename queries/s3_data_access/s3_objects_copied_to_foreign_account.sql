-- title = "Objects written to a bucket of another account"
-- why = "Data leaves the account by the storage service itself, without passing any network of the owner."
-- techniques = ["T1537", "T1530"]
-- severity = "high"
-- harmless_when = "A bucket of a partner or of another account of the company."
-- next = "Find out whose bucket it is; list what was copied."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html"]
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  coalesce(json_extract_scalar(request_parameters, '$["x-amz-copy-source"]'), json_extract_scalar(request_parameters, '$.key')) AS detail
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('CopyObject', 'UploadPartCopy', 'PutObject')
  AND regexp_like(replace(resources, coalesce(recipient_account_id, '-'), ''), '(?i)"accountId"\s*:\s*"[0-9]{12}"')
ORDER BY event_time, event_id
