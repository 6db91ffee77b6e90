-- title = "Bucket replicated to another account"
-- why = "Every new object, and with batch replication every old one, is copied out of the account."
-- techniques = ["T1537"]
-- severity = "high"
-- harmless_when = "A backup account of the company."
-- next = "Remove the rule; find out whose bucket it is."
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html"]
-- fact = "replications_out"
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, 'arn:aws[a-z-]*:s3:::[^"]+') AS detail
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name = 'PutBucketReplication'
  AND regexp_like(
    replace(request_parameters, coalesce(recipient_account_id, '-'), ''),
    '(?i)"Account"\s*:\s*"?[0-9]{12}'
  )
ORDER BY event_time, event_id
