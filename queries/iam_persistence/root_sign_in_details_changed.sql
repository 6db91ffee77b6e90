-- title = "Password or e-mail address of the root user changed"
-- why = "Whoever sets the password or the address of the root user owns the account, and its owner no longer gets in."
-- techniques = ["T1098", "T1531"]
-- severity = "critical"
-- harmless_when = "The holder of the root user changes it, and says so."
-- next = "Confirm with the holder at once; if nobody did it, call AWS Support to get the account back."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    user_arn,
    account_id,
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'signin.amazonaws.com'
  AND event_name IN ('PasswordUpdated', 'EmailUpdated')
ORDER BY event_time, event_id
