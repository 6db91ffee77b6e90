-- title = "Audit logging switched on"
-- why = "What is switched on was off before: what happened until now was not recorded there, and a gap between off and on can be made on purpose."
-- techniques = ["T1685.002"]
-- severity = "low"
-- harmless_when = "A trail or recorder is set up, or a responder switches it on again."
-- next = "Find out since when it was off and who had stopped it; treat the time between as not logged."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html", "https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigurationRecorder.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.configurationRecorderName'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (event_source = 'cloudtrail.amazonaws.com'
    AND event_name IN ('StartLogging', 'StartEventDataStoreIngestion'))
  OR (event_source = 'config.amazonaws.com'
    AND event_name = 'StartConfigurationRecorder')
ORDER BY event_time, event_id
