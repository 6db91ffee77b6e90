-- title = "Log groups or log streams deleted"
-- why = "Deleting a log group destroys what applications, flow logs, functions and possibly CloudTrail itself had written there."
-- techniques = ["T1685.002", "T1070"]
-- severity = "high"
-- harmless_when = "Infrastructure code removes the log group together with the workload."
-- next = "Look for copies: subscription filters, exports, centralised logging. Deleted groups cannot be restored."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.logGroupIdentifier'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.logStreamName') AS detail
FROM events
WHERE event_source = 'logs.amazonaws.com'
  AND event_name IN ('DeleteLogGroup', 'DeleteLogStream')
ORDER BY event_time, event_id
