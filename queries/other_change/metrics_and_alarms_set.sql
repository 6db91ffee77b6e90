-- title = "Metrics, dashboards, monitors or alarms written or set up"
-- why = "It watches more than before; and yet invented figures keep an alarm silent, and a threshold that is set anew can be one that nothing reaches."
-- severity = "low"
-- harmless_when = "A workload reports its figures, or a deployment sets up what watches it."
-- next = "Where an alarm should have rung: compare its figures and threshold with other sources."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.alarmName'),
    json_extract_scalar(request_parameters, '$.dashboardName'),
    json_extract_scalar(request_parameters, '$.namespace'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'monitoring.amazonaws.com'
    AND event_name IN (
      'PutMetricData', 'PutMetricStream', 'PutDashboard', 'PutInsightRule', 'PutManagedInsightRules',
      'PutAnomalyDetector', 'PutMetricAlarm', 'PutCompositeAlarm', 'PutLogAlarm', 'DeleteAlarmMuteRule'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'PutAlarm')
  OR (event_source = 'rum.amazonaws.com'
    AND event_name = 'UpdateAppMonitor')
  OR (event_source = 'monitoring.amazonaws.com'
    AND event_name = 'SetAlarmState'
    AND json_extract_scalar(request_parameters, '$.stateValue') = 'ALARM')
ORDER BY event_time, event_id
