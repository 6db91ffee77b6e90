-- title = "Password policy changed"
-- why = "Weaker passwords are easier to guess."
-- techniques = ["T1556"]
-- severity = "medium"
SELECT
  event_id,
  recipient_account_id AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy')
ORDER BY event_time, event_id
