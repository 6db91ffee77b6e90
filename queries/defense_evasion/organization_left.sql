-- title = "Account taken out of its organisation"
-- why = "Outside the organisation neither its policies nor its trail and administrators hold."
-- techniques = ["T1666", "T1685.002"]
-- severity = "high"
-- harmless_when = "The account is sold or moved, with papers."
-- next = "Invite the account back from the management account; check which trail recorded meanwhile."
-- references = ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html"]
-- fact = "logging_changes"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accountId'),
    recipient_account_id
  ) AS target
FROM events
WHERE event_source = 'organizations.amazonaws.com'
  AND event_name IN (
    'LeaveOrganization', 'RemoveAccountFromOrganization', 'DeleteOrganization', 'AccountDepartedOrganization'
  )
ORDER BY event_time, event_id
