-- title = "Session tokens issued"
-- why = "A temporary key outlives the disabling of the long-term one."
-- techniques = ["T1550.001"]
-- severity = "medium"
-- next = "Deny the user with a condition on aws:TokenIssueTime."
SELECT
  event_id,
  user_arn AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN ('GetSessionToken', 'GetDelegatedAccessToken', 'GetWebIdentityToken')
ORDER BY event_time, event_id
