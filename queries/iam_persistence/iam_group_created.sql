-- title = "IAM groups created"
-- why = "A group with rights can carry any user that is added later."
-- techniques = ["T1136.003", "T1098.003"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateGroup')
ORDER BY event_time, event_id
