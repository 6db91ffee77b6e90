-- title = "Account of somebody else invited to the organisation"
-- why = "Once it accepts, the account is inside what the organisation trusts, and what it uses is on the bill of the organisation."
-- techniques = ["T1666", "T1136.003"]
-- severity = "high"
-- harmless_when = "The company takes over an account that it owns."
-- next = "Whose is the account, and did it accept? Cancel the handshake, or remove the account; look for policies that admit the whole organisation."
-- references = ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_InviteAccountToOrganization.html"]
-- tells_of = ["opened_to_outsiders", "weakens_nothing"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.target.id'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.target.type') AS detail
FROM events
WHERE event_source = 'organizations.amazonaws.com'
  AND event_name = 'InviteAccountToOrganization'
ORDER BY event_time, event_id
