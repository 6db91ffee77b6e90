-- title = "Sign-in of the root user"
-- why = "Nobody should need the root user; whoever signs in as root can do everything."
-- techniques = ["T1078.004"]
-- severity = "critical"
-- next = "Confirm with the holder of the root user; change password and MFA if nobody did it."
-- rank = 1
SELECT
  event_id,
  coalesce(user_arn, account_id) AS target,
  json_extract_scalar(response_elements, '$.ConsoleLogin') AS detail
FROM events
WHERE event_source = 'signin.amazonaws.com'
  AND event_name IN ('ConsoleLogin', 'PasswordRecoveryRequested', 'PasswordRecoveryCompleted')
  AND user_type = 'Root'
ORDER BY event_time, event_id
