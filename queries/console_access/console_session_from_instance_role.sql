-- title = "Console session of an instance role"
-- why = "Instances do not browse: credentials of the instance are in other hands."
-- techniques = ["T1550.001", "T1078.004"]
-- severity = "high"
-- rank = 2
SELECT
  event_id,
  principal_id AS target
FROM events
WHERE event_source = 'signin.amazonaws.com' AND event_name IN ('ConsoleLogin', 'GetSigninToken')
  AND (user_type = 'AssumedRole' AND regexp_like(principal_id, ':i-[0-9a-f]+$'))
ORDER BY event_time, event_id
