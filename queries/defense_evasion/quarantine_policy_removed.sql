-- title = "Quarantine of AWS lifted"
-- why = "The policy with which AWS had fenced in a leaked key was taken off."
-- techniques = ["T1685", "T1098.003"]
-- severity = "high"
-- next = "Deactivate the key; ask who detached the policy."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.policyArn') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('DetachUserPolicy', 'DetachRolePolicy', 'DetachGroupPolicy')
  AND regexp_like(json_extract_scalar(request_parameters, '$.policyArn'), ':policy/(AWSCompromisedKeyQuarantine|AWSDenyAll)')
ORDER BY event_time, event_id
