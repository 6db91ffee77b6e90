-- title = "AWS Config weakened"
-- why = "Changes of resources are no longer recorded or judged."
-- techniques = ["T1685.002", "T1685"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.configurationRecorderName'),
    json_extract_scalar(request_parameters, '$.configRuleName'),
    json_extract_scalar(request_parameters, '$.deliveryChannelName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'config.amazonaws.com' AND event_name IN (
    'StopConfigurationRecorder',
    'DeleteConfigurationRecorder',
    'DeleteDeliveryChannel',
    'DeleteConfigRule',
    'DeleteRemediationConfiguration',
    'DeleteEvaluationResults',
    'DeleteOrganizationConfigRule',
    'DeleteConfigurationAggregator',
    'DeleteAggregationAuthorization',
    'DeleteConformancePack',
    'DeleteRetentionConfiguration',
    'PutConfigurationRecorder',
    'DeleteOrganizationConformancePack'
  )
ORDER BY event_time, event_id
