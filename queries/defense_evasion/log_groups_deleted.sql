-- title = "Logs deleted or kept shorter"
-- why = "Stored log data is gone or soon will be."
-- techniques = ["T1685.002", "T1070"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.logStreamName'),
    json_extract_scalar(request_parameters, '$.retentionInDays')
  ) AS detail
FROM events
WHERE event_source = 'logs.amazonaws.com' AND event_name IN (
    'DeleteLogGroup',
    'DeleteLogStream',
    'PutRetentionPolicy',
    'DeleteSubscriptionFilter',
    'DeleteMetricFilter',
    'DeleteDestination',
    'DeleteResourcePolicy',
    'DeleteDataProtectionPolicy',
    'CreateLogStream',
    'PutLogEvents',
    'DisassociateKmsKey',
    'DeleteDelivery'
  )
ORDER BY event_time, event_id
