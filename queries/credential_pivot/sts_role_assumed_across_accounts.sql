-- title = "Role of another account assumed"
-- why = "The activity reaches another account."
-- techniques = ["T1550.001", "T1199"]
-- severity = "medium"
-- next = "Collect the logs of the other account and run keytrail there too."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN ('AssumeRole')
  AND coalesce(recipient_account_id, account_id) = account_id
  AND (coalesce(user_type, '') <> 'AWSService' AND account_id IS NOT NULL AND regexp_extract(json_extract_scalar(request_parameters, '$.roleArn'), '^arn:aws[a-z-]*:iam::([0-9]{12}):', 1) <> account_id)
ORDER BY event_time, event_id
