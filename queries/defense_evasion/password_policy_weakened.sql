-- title = "Account password policy changed or removed"
-- why = "A weaker policy lets short, old and reused passwords live on."
-- techniques = ["T1556"]
-- severity = "medium"
-- harmless_when = "The policy is made stricter."
-- next = "Restore the policy."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    recipient_account_id,
    account_id
  ) AS target,
  request_parameters AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy')
ORDER BY event_time, event_id
