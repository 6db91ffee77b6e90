-- title = "Caller that names an attack tool"
-- why = "The user agent names a distribution or a tool made for intrusion. It is chosen by the caller: its absence means nothing, and its presence is seldom an accident."
-- techniques = ["T1078.004"]
-- severity = "high"
-- harmless_when = "A penetration test that was agreed on."
-- next = "Treat the credential as stolen until its owner confirms the test."
-- references = ["https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html"]
-- circumstance = true
-- rank = -3
SELECT
  event_id,
  coalesce(access_key_id, principal_id, user_arn) AS target,
  user_agent AS detail
FROM events
WHERE regexp_like(
  user_agent,
  '(?i)[^a-z](kali|parrot|pentoo|blackarch)[.-]?[0-9]|distrib#(kali|parrot|pentoo|blackarch)|trufflehog|(^|[^a-z])pacu([^a-z]|$)|scout ?suite|cloudfox|enumerate-iam|weirdaal|detentiondodger'
)
ORDER BY event_time, event_id
