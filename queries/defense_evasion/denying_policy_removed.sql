-- title = "Policy taken away that by its name denies or bounds"
-- why = "Policies named after a denial, boundary or guardrail keep identities from what others let them do; without them more is allowed, or it is no longer stopped."
-- techniques = ["T1685", "T1098.003"]
-- severity = "medium"
-- harmless_when = "A guardrail is replaced by another."
-- next = "Read the policy's last version, restore it, and list what was done since that it denied."
-- references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.policyArn'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyArn'),
    json_extract_scalar(request_parameters, '$.policyName')
  ) AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN (
    'DetachUserPolicy', 'DetachRolePolicy', 'DetachGroupPolicy', 'DeleteUserPolicy', 'DeleteRolePolicy',
    'DeleteGroupPolicy', 'DeletePolicy'
  )
  AND regexp_like(
    coalesce(
      regexp_extract(json_extract_scalar(request_parameters, '$.policyArn'), '[^/]+$'),
      json_extract_scalar(request_parameters, '$.policyName')
    ),
    '(?i)deny|boundary|guard-?rail|(^|[^n])restrict|quarantine|(^|[^a-z])scp([^a-z]|$)|AWSRevokeOlderSessions'
  )
ORDER BY event_time, event_id
