-- title = "CloudShell used"
-- why = "A shell in the browser with the credentials of the session."
-- techniques = ["T1059.009"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.EnvironmentId'),
    json_extract_scalar(request_parameters, '$.environmentId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'cloudshell.amazonaws.com' AND event_name IN (
    'CreateEnvironment',
    'CreateSession',
    'StartEnvironment',
    'PutCredentials',
    'GetEnvironmentStatus',
    'RedeemCode',
    'GetFileUploadUrls'
  )
ORDER BY event_time, event_id
