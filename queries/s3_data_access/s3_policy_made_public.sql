-- title = "Bucket policy opened to everybody or another account"
-- why = "The policy lets outsiders in."
-- techniques = ["T1530", "T1537"]
-- severity = "critical"
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('PutBucketPolicy')
  AND (regexp_like(request_parameters, '"Principal"\s*:\s*"\*"') OR regexp_like(request_parameters, '"AWS"\s*:\s*(\[\s*)?"\*"') OR (regexp_like(request_parameters, '"AWS"\s*:\s*(\[\s*)?"(arn:aws[a-z-]*:iam::)?[0-9]{12}') AND NOT regexp_like(request_parameters, '"AWS"\s*:\s*(\[\s*)?"(arn:aws[a-z-]*:iam::)?' || recipient_account_id)))
ORDER BY event_time, event_id
