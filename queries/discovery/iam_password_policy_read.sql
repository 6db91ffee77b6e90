-- title = "Password policy read"
-- why = "It tells how easily passwords can be guessed."
-- techniques = ["T1201"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  recipient_account_id AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('GetAccountPasswordPolicy')
ORDER BY event_time, event_id
