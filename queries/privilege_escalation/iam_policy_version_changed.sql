-- title = "Policies created or their version changed"
-- why = "A new default version gives rights to everything the policy is attached to."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyArn'),
    json_extract_scalar(request_parameters, '$.policyName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreatePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion')
ORDER BY event_time, event_id
