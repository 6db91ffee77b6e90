-- title = "CloudShell used"
-- why = "A shell inside AWS with the rights of the console user: its commands are not logged, its calls come from AWS addresses."
-- techniques = ["T1059.009"]
-- severity = "medium"
-- harmless_when = "Administrators use CloudShell."
-- next = "Look at the calls from the same session with the user agent of CloudShell; files live in the home folder for 120 days."
-- references = ["https://docs.aws.amazon.com/cloudshell/latest/userguide/logging-and-monitoring.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.environmentId'),
    json_extract_scalar(request_parameters, '$.EnvironmentId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.sessionId') AS detail
FROM events
WHERE event_source = 'cloudshell.amazonaws.com'
  AND event_name IN (
    'CreateEnvironment', 'CreateSession', 'StartEnvironment', 'PutCredentials', 'RedeemCode'
  )
ORDER BY event_time, event_id
