-- title = "Account made, invited, joined to an organisation or moved within it"
-- why = "The account comes under other policies and other eyes; who accepts an invitation puts it under the rule of the one who invited; in an account that nobody watches, much can be run on the bill of the organisation."
-- techniques = ["T1666", "T1136.003"]
-- severity = "high"
-- harmless_when = "Accounts are vended by the platform team."
-- next = "Who owns the organisation, and which policies hold where the account is now? Move it back."
-- references = ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html", "https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html"]
-- fact = "logging_changes"
-- tells_of = ["weakens_nothing"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accountId'),
    json_extract_scalar(request_parameters, '$.handshakeId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.destinationParentId') AS detail
FROM events
WHERE event_source = 'organizations.amazonaws.com'
  AND event_name IN (
    'AcceptHandshake', 'MoveAccount', 'InviteAccountToOrganization', 'CreateAccount', 'CreateGovCloudAccount'
  )
ORDER BY event_time, event_id
