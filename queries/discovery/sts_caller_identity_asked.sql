-- title = "Whose key is this"
-- why = "The first call with a found key is usually this one."
-- techniques = ["T1087.004"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  user_arn AS target
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN ('GetCallerIdentity', 'GetAccessKeyInfo')
ORDER BY event_time, event_id
