-- title = "Files moved into or out of CloudShell"
-- why = "Files leave the account through the browser, without any transfer that a network could see."
-- techniques = ["T1567"]
-- severity = "medium"
-- harmless_when = "Administrators work this way."
-- next = "Ask what the file was; look what was written to CloudShell before."
-- references = ["https://docs.aws.amazon.com/cloudshell/latest/userguide/logging-and-monitoring.html"]
-- fact = "cloudshell_files"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.fileDownloadPath'),
    json_extract_scalar(request_parameters, '$.fileUploadPath'),
    {{ first_name }}
  ) AS target
FROM events
WHERE event_source = 'cloudshell.amazonaws.com'
  AND event_name IN ('GetFileDownloadUrls', 'GetFileUploadUrls')
ORDER BY event_time, event_id
