-- title = "Multi-factor authentication of the root user removed"
-- why = "The root user can do everything in the account and cannot be limited by IAM policies."
-- techniques = ["T1556.006"]
-- severity = "critical"
-- harmless_when = "The owner replaces the device and enrols the next one within minutes."
-- next = "Reset the root password through the account's e-mail address, enrol MFA, delete root access keys, call AWS Support."
-- references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html"]
-- fact = "logging_changes"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.serialNumber'),
    user_arn
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND user_type = 'Root'
  AND (
    (event_name = 'DeactivateMFADevice'
      AND lower(coalesce(json_extract_scalar(request_parameters, '$.userName'), 'aws root user')) IN ('aws root user', 'root', '<root_account>', ''))
    OR (event_name = 'DeleteVirtualMFADevice'
      AND regexp_like(json_extract_scalar(request_parameters, '$.serialNumber'), ':mfa/root-account-mfa-device$'))
  )
ORDER BY event_time, event_id
