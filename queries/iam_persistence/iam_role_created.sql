-- title = "IAM roles created"
-- why = "A role that trusts an outsider, or that a service can use, is a way back in."
-- techniques = ["T1136.003"]
-- severity = "medium"
-- harmless_when = "Provisioning code creates roles with this key."
-- next = "Read the trust policy; look for sessions of the role in section 5."
-- fact = "roles_created"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(response_elements, '$.role.roleName'),
    json_extract_scalar(request_parameters, '$.aWSServiceName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateRole', 'AcquireRole')
ORDER BY event_time, event_id
