-- title = "Credentials of a code store given to builds"
-- why = "Builds fetch their code as the one whose token this is; who gives his own lets the builds run his code."
-- techniques = ["T1098.001", "T1552.001", "T1677"]
-- severity = "medium"
-- harmless_when = "A team connects its code store."
-- next = "Whose token is it, and which builds used it since?"
-- references = ["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ImportSourceCredentials.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.serverType'),
    json_extract_scalar(request_parameters, '$.username'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'codebuild.amazonaws.com'
  AND event_name = 'ImportSourceCredentials'
ORDER BY event_time, event_id
