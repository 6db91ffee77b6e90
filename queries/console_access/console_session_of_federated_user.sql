-- title = "Console session of a federated user"
-- why = "GetFederationToken credentials were taken into the browser."
-- techniques = ["T1078.004"]
-- severity = "medium"
-- rank = 1
SELECT
  event_id,
  user_arn AS target
FROM events
WHERE event_source = 'signin.amazonaws.com' AND event_name IN ('ConsoleLogin')
  AND (user_type = 'FederatedUser')
ORDER BY event_time, event_id
