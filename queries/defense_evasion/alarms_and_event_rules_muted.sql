-- title = "Alarm or event rule kept, but without effect"
-- why = "It is still in the list, yet it tells nobody and starts nothing."
-- techniques = ["T1685", "T1685.002"]
-- severity = "medium"
-- harmless_when = "Maintenance, for its duration."
-- next = "Switch the actions on again; see what would have fired in between."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.alarmName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'monitoring.amazonaws.com'
    AND event_name IN ('PutMetricAlarm', 'PutCompositeAlarm')
    AND json_extract_scalar(request_parameters, '$.actionsEnabled') = 'false')
  OR (event_source = 'events.amazonaws.com'
    AND event_name = 'PutRule'
    AND json_extract_scalar(request_parameters, '$.state') = 'DISABLED')
  OR (event_source = 'scheduler.amazonaws.com'
    AND event_name = 'UpdateSchedule'
    AND json_extract_scalar(request_parameters, '$.state') = 'DISABLED')
  OR (event_source = 'pipes.amazonaws.com'
    AND event_name = 'UpdatePipe'
    AND json_extract_scalar(request_parameters, '$.desiredState') = 'STOPPED')
ORDER BY event_time, event_id
