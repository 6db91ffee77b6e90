-- title = "Tags of users or roles changed"
-- why = "Where policies decide by tags, a tag is a permission."
-- techniques = ["T1098"]
-- severity = "low"
-- harmless_when = "No policy of the account decides by tags."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.policyArn'),
    json_extract_scalar(request_parameters, '$.instanceProfileName'),
    {{ denied_resource }}
  ) AS target,
  json_format(json_extract(request_parameters, '$.tags')) AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('TagUser', 'UntagUser', 'TagRole', 'UntagRole', 'TagPolicy', 'UntagPolicy', 'TagInstanceProfile', 'UntagInstanceProfile')
ORDER BY event_time, event_id
