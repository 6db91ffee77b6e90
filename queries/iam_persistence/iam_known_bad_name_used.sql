-- title = "Name that attack tools give"
-- why = "Mail and key-theft toolkits create users, groups and roles under names of their own."
-- techniques = ["T1136.003"]
-- severity = "high"
-- next = "Search all accounts for the same name; remove what carries it."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('CreateUser', 'CreateGroup', 'CreateRole', 'CreateLoginProfile', 'CreateAccessKey')
  AND regexp_like(
    coalesce(json_extract_scalar(request_parameters, '$.userName'), json_extract_scalar(request_parameters, '$.groupName'), json_extract_scalar(request_parameters, '$.roleName')),
    '(?i)^(ses[-_](xcatze|legion)|AdminsDDefault|SESAdminGroup)$|xcatze|androx?gh0st|java_?ghost|dangerdev|xmrig'
  )
ORDER BY event_time, event_id
