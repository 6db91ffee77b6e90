-- title = "Trust of roles changed"
-- why = "Who may assume a role decides who has its permissions."
-- techniques = ["T1098.003"]
-- severity = "medium"
-- next = "Compare the trust policy with the one before; revoke sessions of the role."
-- fact = "trust_updates"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('UpdateAssumeRolePolicy')
ORDER BY event_time, event_id
