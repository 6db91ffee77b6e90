-- title = "File that looks like secrets taken out of CloudShell"
-- why = "The name of the file speaks of keys, secrets or credentials."
-- techniques = ["T1567"]
-- severity = "high"
-- harmless_when = "A file whose name only sounds like it."
-- next = "Change the secrets that the session could read."
-- references = ["https://docs.aws.amazon.com/cloudshell/latest/userguide/logging-and-monitoring.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.fileDownloadPath'),
    {{ first_name }}
  ) AS target
FROM events
WHERE event_source = 'cloudshell.amazonaws.com'
  AND event_name = 'GetFileDownloadUrls'
  AND regexp_like(request_parameters, '(?i)(secret|cred|key)')
ORDER BY event_time, event_id
