-- title = "Account left its organisation, or its policies changed"
-- why = "Guardrails and central logging of the organisation no longer apply."
-- techniques = ["T1666", "T1685.002"]
-- severity = "critical"
-- severity_otherwise = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accountId'),
    json_extract_scalar(request_parameters, '$.policyId'),
    json_extract_scalar(request_parameters, '$.targetId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'organizations.amazonaws.com' AND event_name IN (
    'LeaveOrganization',
    'RemoveAccountFromOrganization',
    'DetachPolicy',
    'DeletePolicy',
    'UpdatePolicy',
    'DisablePolicyType',
    'DeregisterDelegatedAdministrator',
    'DisableAWSServiceAccess',
    'DeleteOrganization',
    'CloseAccount',
    'DeleteResourcePolicy'
  )
ORDER BY event_time, event_id
