-- title = "Bucket policy opened to everybody or another account"
-- why = "The policy lets outsiders in."
-- techniques = ["T1530", "T1537"]
-- severity = "high"
-- tells_of = ["opened_to_outsiders", "opened_to_everybody"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE ((event_source = 's3.amazonaws.com' AND event_name IN ('PutBucketPolicy', 'PutAccessPointPolicy'))
    OR (event_source IN ('s3express.amazonaws.com', 's3-outposts.amazonaws.com') AND event_name = 'PutBucketPolicy'))
  AND (
    regexp_like(
      replace(replace(request_parameters, '\"', '"'), '\n', ' '),
      '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*"Effect"\s*:\s*"Allow"[^{}]*\}'
    )
    OR regexp_like(
      replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''),
      '"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*\{[^{}]*([0-9]{12}|"CanonicalUser")|"Principal"\s*:\s*\{[^{}]*([0-9]{12}|"CanonicalUser")[^{}]*\}[^{}]*"Effect"\s*:\s*"Allow"'
    )
  )
ORDER BY event_time, event_id
