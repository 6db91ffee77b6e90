-- title = "Console sign-in failed"
-- why = "Somebody tried a password of the user, or what came before it, and did not get in."
-- techniques = ["T1110", "T1078.004"]
-- severity = "low"
-- severity_otherwise = "low"
-- harmless_when = "The user mistyped a password and got in right after."
-- next = "Ask the user; look for many of them in a row, over many users, and for one that succeeded."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(user_arn, user_name, principal_id) AS target
FROM events
WHERE event_source = 'signin.amazonaws.com'
  AND event_name = 'ConsoleLogin'
  AND json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Failure'
  AND coalesce(json_extract_scalar(additional_event_data, '$.MFAUsed'), 'No') = 'No'
ORDER BY event_time, event_id
