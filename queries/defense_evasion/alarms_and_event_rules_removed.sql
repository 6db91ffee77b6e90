-- title = "Alarms, monitors or event rules deleted, disabled or muted"
-- why = "Alarms that do not ring and rules that do not fire silence both people and automatic repair."
-- techniques = ["T1685", "T1685.002", "T1489"]
-- severity = "medium"
-- harmless_when = "Alarms are managed by a pipeline or by scaling policies."
-- next = "Restore the alarms; look what each one watched."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html", "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_format(json_extract(request_parameters, '$.alarmNames')),
    json_extract_scalar(request_parameters, '$.alarmName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.rule'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'monitoring.amazonaws.com'
    AND event_name IN (
      'DeleteAlarms', 'DisableAlarmActions', 'PutAlarmMuteRule', 'DeleteAnomalyDetector',
      'DeleteInsightRules', 'DisableInsightRules', 'DeleteDashboards', 'DeleteMetricStream',
      'StopMetricStreams', 'DeleteServiceLevelObjective', 'DeleteMetricDataQueryDefinition'
    ))
  OR (event_source = 'synthetics.amazonaws.com'
    AND event_name IN ('DeleteCanary', 'StopCanary'))
  OR (event_source = 'internetmonitor.amazonaws.com'
    AND event_name = 'DeleteMonitor')
  OR (event_source = 'devops-guru.amazonaws.com'
    AND event_name = 'RemoveNotificationChannel')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'UnmonitorInstances')
  OR (event_source = 'application-signals.amazonaws.com'
    AND event_name = 'DeleteServiceLevelObjective')
  OR (event_source IN ('rds.amazonaws.com', 'redshift.amazonaws.com', 'dms.amazonaws.com')
    AND event_name IN ('DeleteEventSubscription', 'RemoveSourceIdentifierFromSubscription'))
  OR (event_source = 'sns.amazonaws.com'
    AND event_name = 'Unsubscribe')
  OR (event_source = 'events.amazonaws.com'
    AND event_name IN (
      'DisableRule', 'DeleteRule', 'RemoveTargets', 'DeleteArchive', 'DeactivateEventSource', 'DeleteEventBus',
      'DeleteConnection', 'DeauthorizeConnection', 'DeleteApiDestination', 'DeleteEndpoint', 'CancelReplay',
      'DeletePartnerEventSource'
    ))
  OR (event_source = 'scheduler.amazonaws.com'
    AND event_name IN ('DeleteSchedule', 'DeleteScheduleGroup'))
  OR (event_source = 'pipes.amazonaws.com'
    AND event_name IN ('StopPipe', 'DeletePipe'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'DeleteAlarm')
  OR (event_source = 'rum.amazonaws.com'
    AND event_name = 'DeleteAppMonitor')
  OR (event_source = 'xray.amazonaws.com'
    AND event_name IN ('DeleteGroup', 'DeleteResourcePolicy'))
  OR (event_source = 'monitoring.amazonaws.com'
    AND event_name = 'SetAlarmState'
    AND coalesce(json_extract_scalar(request_parameters, '$.stateValue'), '-') <> 'ALARM')
ORDER BY event_time, event_id
