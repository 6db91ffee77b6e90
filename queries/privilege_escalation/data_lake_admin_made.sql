-- title = "Administrator of a data lake made"
-- why = "An administrator of Lake Formation gives everybody, and himself, the rights to every table."
-- techniques = ["T1098.003", "T1098"]
-- severity = "high"
-- harmless_when = "The data platform is set up."
-- next = "Compare the administrators with before, and look at what was granted since."
-- references = ["https://docs.aws.amazon.com/lake-formation/latest/APIReference/API_PutDataLakeSettings.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.catalogId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.dataLakeSettings.dataLakeAdmins[0].dataLakePrincipalIdentifier') AS detail
FROM events
WHERE event_source = 'lakeformation.amazonaws.com'
  AND event_name = 'PutDataLakeSettings'
  AND json_extract_scalar(request_parameters, '$.dataLakeSettings.dataLakeAdmins[0].dataLakePrincipalIdentifier') IS NOT NULL
ORDER BY event_time, event_id
