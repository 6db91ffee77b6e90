-- title = "AWS Config recording stopped or narrowed"
-- why = "Config keeps the history of every resource; once the recorder or its delivery is gone, later changes leave no trace there."
-- techniques = ["T1685"]
-- severity = "high"
-- harmless_when = "The recorder is moved to an aggregator or a landing zone, announced."
-- next = "Start the recorder again and note from when to when it was off."
-- references = ["https://docs.aws.amazon.com/config/latest/APIReference/API_StopConfigurationRecorder.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.configurationRecorderName'),
    json_extract_scalar(request_parameters, '$.deliveryChannelName'),
    json_extract_scalar(request_parameters, '$.servicePrincipal'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'config.amazonaws.com'
  AND event_name IN (
    'StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel',
    'DeleteServiceLinkedConfigurationRecorder', 'DisassociateResourceTypes'
  ))
  OR (event_source = 'config.amazonaws.com'
    AND event_name = 'PutConfigurationRecorder'
    AND regexp_like(request_parameters, '"(allSupported|includeGlobalResourceTypes)"\s*:\s*"?false|"DAILY"'))
ORDER BY event_time, event_id
