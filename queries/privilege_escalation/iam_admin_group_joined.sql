-- title = "User added to a group of administrators"
-- why = "The user gets whatever the group may do."
-- techniques = ["T1098.003"]
-- severity = "high"
-- harmless_when = "The name is all that is known of the group: read its policies."
-- next = "Remove the user from the group."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.groupName') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name = 'AddUserToGroup'
  AND regexp_like(json_extract_scalar(request_parameters, '$.groupName'), '(?i)admin|root|power|superuser|sudo')
ORDER BY event_time, event_id
