-- title = "Alarms or event rules disabled"
-- why = "What would have raised an alarm no longer does."
-- techniques = ["T1685.002", "T1489"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.name'), json_format(json_extract(request_parameters, '$.alarmNames')), json_extract_scalar(request_parameters, '$.rule')) AS target
FROM events
WHERE (
  (event_source = 'monitoring.amazonaws.com' AND event_name IN (
    'DeleteAlarms',
    'DisableAlarmActions',
    'DeleteAnomalyDetector',
    'DeleteInsightRules',
    'DisableInsightRules',
    'DeleteMetricStream',
    'StopMetricStreams',
    'SetAlarmState'
  ))
  OR (event_source = 'events.amazonaws.com' AND event_name IN ('DeleteRule', 'DisableRule', 'RemoveTargets', 'DeleteEventBus', 'DeleteArchive'))
)
ORDER BY event_time, event_id
