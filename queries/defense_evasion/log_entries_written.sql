-- title = "Log groups, streams or entries made by hand"
-- why = "Log entries or audit events that this credential writes itself can be invented, and can bury or imitate real ones; an empty group can stand in for one that was deleted."
-- techniques = ["T1685.002", "T1565.001"]
-- severity = "low"
-- harmless_when = "The credential belongs to a workload that logs: a function, a container, an agent. A deployment makes the log groups of what it deploys."
-- next = "Do not trust these log streams alone; compare with other sources."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.logStreamName'),
    json_extract_scalar(request_parameters, '$.channelArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'logs.amazonaws.com'
    AND event_name IN ('PutLogEvents', 'CreateLogStream', 'CreateLogGroup'))
  OR (event_source = 'cloudtrail-data.amazonaws.com'
    AND event_name = 'PutAuditEvents')
ORDER BY event_time, event_id
