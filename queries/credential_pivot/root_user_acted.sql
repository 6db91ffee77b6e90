-- title = "Done as the root user"
-- why = "The root user is held back by no policy of the account."
-- techniques = ["T1078.004"]
-- severity = "high"
-- harmless_when = "The few tasks that only the root user can do."
-- next = "Ask the holder of the root user, or whoever may call sts:AssumeRoot where that issued the session; remove its access keys."
-- circumstance = true
-- rank = -3
SELECT
  event_id,
  coalesce(user_arn, account_id) AS target,
  event_name AS detail
FROM events
WHERE user_type = 'Root'
  AND coalesce(invoked_by, '') = ''
  AND event_source <> 'signin.amazonaws.com'
ORDER BY event_time, event_id
