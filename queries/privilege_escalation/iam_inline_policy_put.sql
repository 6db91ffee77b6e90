-- title = "Inline policies written"
-- why = "An inline policy is not seen in the list of policies and gives rights at once."
-- techniques = ["T1098.003"]
-- severity = "medium"
-- next = "Read the document; remove it after preservation."
-- fact = "policies_attached"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.policyName') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy')
ORDER BY event_time, event_id
