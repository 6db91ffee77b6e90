-- title = "Build results made public"
-- why = "Anyone can read the build logs and artifacts, with whatever secrets the builds printed."
-- techniques = ["T1567"]
-- severity = "high"
-- harmless_when = "An open-source project."
-- next = "Make it private; change secrets that the logs show."
-- references = ["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProjectVisibility.html"]
-- fact = "projects_made_public"
-- tells_of = ["channel_set_up"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.projectArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.resourceAccessRole') AS detail
FROM events
WHERE event_source = 'codebuild.amazonaws.com'
  AND event_name = 'UpdateProjectVisibility'
  AND coalesce(json_extract_scalar(request_parameters, '$.projectVisibility'), 'PUBLIC_READ') = 'PUBLIC_READ'
ORDER BY event_time, event_id
