-- title = "Account closed"
-- why = "All workloads of the account stop; after 90 days everything in it is deleted."
-- techniques = ["T1531", "T1485"]
-- severity = "critical"
-- harmless_when = "An empty account is retired by its owner."
-- next = "Reopen it through AWS Support within 90 days."
-- references = ["https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-closing.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accountId'),
    {{ denied_resource }},
    recipient_account_id
  ) AS target
FROM events
WHERE (event_source = 'account.amazonaws.com'
    AND event_name = 'CloseAccount')
  OR (event_source = 'organizations.amazonaws.com'
    AND event_name IN ('CloseAccount', 'AccountClosureResult'))
ORDER BY event_time, event_id
