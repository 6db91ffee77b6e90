-- title = "Account password policy weakened or removed"
-- why = "A weaker policy lets short, old and reused passwords live on."
-- techniques = ["T1556"]
-- severity = "medium"
-- harmless_when = "The policy is made stricter."
-- next = "Restore the policy."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html"]
-- fact = "logging_changes"
-- rank = 1
SELECT
  event_id,
  coalesce(
    recipient_account_id,
    account_id
  ) AS target,
  request_parameters AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND (
    event_name = 'DeleteAccountPasswordPolicy'
    OR (event_name = 'UpdateAccountPasswordPolicy' AND (
      regexp_like(json_extract_scalar(request_parameters, '$.minimumPasswordLength'), '^([0-9]|1[01])$')
      OR regexp_like(request_parameters, '"require(Symbols|Numbers|UppercaseCharacters|LowercaseCharacters)"\s*:\s*"?false')
    ))
  )
ORDER BY event_time, event_id
