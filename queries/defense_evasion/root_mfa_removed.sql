-- title = "MFA of the root user removed"
-- why = "The root user is protected by a password alone."
-- techniques = ["T1556.006"]
-- severity = "critical"
-- rank = 1
SELECT
  event_id,
  user_arn AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('DeactivateMFADevice')
  AND (user_type = 'Root')
ORDER BY event_time, event_id
