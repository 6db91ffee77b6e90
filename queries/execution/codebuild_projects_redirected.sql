-- title = "Source, role, rights or variables of a build set"
-- why = "The project now builds other code, or builds with another role or other variables."
-- techniques = ["T1578.005", "T1677"]
-- severity = "medium"
-- harmless_when = "Developers work on their pipelines."
-- next = "Compare source, role and variables with the version before; read the builds since."
-- references = ["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.projectName'),
    json_extract_scalar(request_parameters, '$.serverType'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.source.location'),
    json_extract_scalar(request_parameters, '$.serviceRole')
  ) AS detail
FROM events
WHERE event_source = 'codebuild.amazonaws.com'
  AND (
    (event_name IN ('CreateProject', 'UpdateProject') AND (
      json_extract(request_parameters, '$.source.location') IS NOT NULL
      OR json_extract(request_parameters, '$.environment.environmentVariables') IS NOT NULL
      OR json_extract(request_parameters, '$.serviceRole') IS NOT NULL
      OR json_extract_scalar(request_parameters, '$.environment.privilegedMode') = 'true'
      OR regexp_like(json_extract_scalar(request_parameters, '$.environment.type'), 'GPU')
    ))
    OR (event_name IN ('StartBuild', 'StartBuildBatch')
      AND regexp_like(
        request_parameters,
        '"(buildspec|sourceLocation|sourceType|environmentVariables|serviceRole|image|privilegedMode)Override"'
      ))
    OR event_name IN ('CreateWebhook', 'UpdateWebhook')
  )
ORDER BY event_time, event_id
