-- title = "Console sign-ins and their steps"
-- why = "Somebody used the browser, and what is done there is under other keys."
-- techniques = ["T1078.004", "T1538", "T1021.007"]
-- severity = "low"
-- severity_otherwise = "low"
-- fact = "console_sign_ins"
SELECT
  event_id,
  coalesce(user_arn, user_name, principal_id) AS target
FROM events
WHERE (
  (event_source = 'signin.amazonaws.com' AND event_name IN (
    'ConsoleLogin',
    'SwitchRole',
    'CheckMfa',
    'PasswordRecoveryRequested',
    'PasswordRecoveryCompleted',
    'ExitRole',
    'RenewRole',
    'UserAuthentication',
    'CredentialChallenge',
    'CredentialVerification'
  ))
  OR (event_source = 'sso.amazonaws.com' AND event_name IN ('Authenticate', 'Federate', 'Logout'))
)
ORDER BY event_time, event_id
