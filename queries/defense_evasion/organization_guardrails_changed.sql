-- title = "Organisation policies or trusted services changed"
-- why = "Service control policies, delegated administrators and trusted access are the guardrails above the account."
-- techniques = ["T1666", "T1685"]
-- severity = "high"
-- harmless_when = "The cloud platform team rolls out policies."
-- next = "Restore the policy; look what was done that it would have denied."
-- references = ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyId'),
    json_extract_scalar(request_parameters, '$.targetId'),
    json_extract_scalar(request_parameters, '$.servicePrincipal'),
    json_extract_scalar(request_parameters, '$.accountId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.targetId') AS detail
FROM events
WHERE (event_source = 'organizations.amazonaws.com'
    AND event_name IN (
      'DetachPolicy', 'DeletePolicy', 'DisableAWSServiceAccess', 'DeregisterDelegatedAdministrator',
      'DeleteResourcePolicy', 'PutResourcePolicy'
    ))
  OR (event_source = 'organizations.amazonaws.com'
    AND event_name = 'DisablePolicyType'
    AND coalesce(json_extract_scalar(request_parameters, '$.policyType'), '-') <> 'TAG_POLICY')
  OR (event_source = 'controltower.amazonaws.com'
    AND event_name IN (
      'DisableControl', 'DisableGuardrail', 'DisableBaseline', 'DeleteLandingZone', 'UpdateEnabledControl',
      'UpdateEnabledBaseline'
    ))
  OR (event_source = 'organizations.amazonaws.com'
    AND event_name IN ('UpdatePolicy', 'CreatePolicy')
    AND (
      NOT regexp_like(replace(coalesce(request_parameters, ''), '\"', '"'), '"Effect"\s*:\s*"Deny"')
      OR regexp_like(replace(coalesce(request_parameters, ''), '\"', '"'), '"Effect"\s*:\s*"Allow"')
    ))
  OR (event_source = 'organizations.amazonaws.com'
    AND event_name = 'AttachPolicy'
    AND coalesce(json_extract_scalar(request_parameters, '$.policyId'), 'p-Full') LIKE 'p-Full%')
ORDER BY event_time, event_id
