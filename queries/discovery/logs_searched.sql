-- title = "Logs searched"
-- why = "Logs show what is noticed and what runs where, and hold names, addresses and now and then a secret."
-- techniques = ["T1654"]
-- severity = "low"
-- harmless_when = "Developers and responders read logs all day."
-- next = "What was searched for? Treat secrets in these logs as read."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogRecord.html"]
-- rank = -1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.queryId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.queryString'),
    json_extract_scalar(request_parameters, '$.queryStatement'),
    json_extract_scalar(request_parameters, '$.filterPattern')
  ) AS detail
FROM events
WHERE (event_source = 'logs.amazonaws.com'
    AND event_name IN (
      'StartQuery', 'GetQueryResults', 'FilterLogEvents', 'GetLogEvents', 'GetLogRecord', 'StartLiveTail'
    ))
  OR (event_source = 'cloudtrail.amazonaws.com'
    AND event_name IN ('StartQuery', 'GetQueryResults', 'LookupEvents'))
ORDER BY event_time, event_id
