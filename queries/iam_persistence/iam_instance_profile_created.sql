-- title = "Instance profiles created"
-- why = "An instance profile hands a role to whoever reaches the instance."
-- techniques = ["T1136.003", "T1098.003"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceProfileName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateInstanceProfile')
ORDER BY event_time, event_id
