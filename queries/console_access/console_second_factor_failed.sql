-- title = "Console sign-in failed at the second factor"
-- why = "The password was right: only the second factor stood in the way."
-- techniques = ["T1621", "T1078.004", "T1110"]
-- severity = "medium"
-- severity_otherwise = "medium"
-- harmless_when = "The user mistyped a code and got in right after."
-- next = "Change the password; ask the user; look for many prompts in a row."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(user_arn, user_name, principal_id) AS target
FROM events
WHERE event_source = 'signin.amazonaws.com'
  AND event_name = 'ConsoleLogin'
  AND json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Failure'
  AND json_extract_scalar(additional_event_data, '$.MFAUsed') = 'Yes'
ORDER BY event_time, event_id
