-- title = "Account made for an organisation"
-- why = "In an account that nobody watches, much can be run on the bill of the organisation."
-- techniques = ["T1666", "T1136.003"]
-- severity = "high"
-- harmless_when = "Accounts are vended by the platform team."
-- next = "Which policies hold where the account is, and what runs in it? Close it."
-- references = ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html"]
-- tells_of = ["weakens_nothing"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    nullif(json_extract_scalar(request_parameters, '$.accountName'), 'HIDDEN_DUE_TO_SECURITY_REASONS'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'organizations.amazonaws.com'
  AND event_name IN ('CreateAccount', 'CreateGovCloudAccount')
ORDER BY event_time, event_id
