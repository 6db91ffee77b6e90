-- title = "Account password policy changed"
-- why = "The policy decides how easily passwords of users can be guessed."
-- techniques = ["T1556"]
-- severity = "low"
-- harmless_when = "The policy was made stricter."
-- next = "Compare the policy before and after."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html"]
SELECT
  event_id,
  coalesce(recipient_account_id, account_id) AS target,
  request_parameters AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name = 'UpdateAccountPasswordPolicy'
ORDER BY event_time, event_id
