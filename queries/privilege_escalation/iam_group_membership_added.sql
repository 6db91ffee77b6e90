-- title = "Users added to groups"
-- why = "The user now has every right of the group."
-- techniques = ["T1098.003"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.groupName') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('AddUserToGroup')
ORDER BY event_time, event_id
