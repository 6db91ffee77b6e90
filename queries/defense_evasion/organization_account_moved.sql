-- title = "Account joined to an organisation or moved within it"
-- why = "The account comes under other policies and other eyes; who accepts an invitation puts it under the rule of the one who invited."
-- techniques = ["T1666"]
-- severity = "high"
-- harmless_when = "The platform team sorts accounts into units."
-- next = "Who owns the organisation, and which policies hold where the account is now? Move it back."
-- references = ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html", "https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html"]
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
  AND event_name IN ('AcceptHandshake', 'MoveAccount')
ORDER BY event_time, event_id
