-- title = "Faults injected or traffic shifted"
-- why = "Experiments and recovery switches made to disturb or move production."
-- techniques = ["T1499", "T1489"]
-- severity = "medium"
-- fact = "workloads_stopped"
SELECT
  event_id,
  coalesce(
    CASE WHEN regexp_like(request_parameters, '"(?:instanceId)"\s*:\s*"i-[0-9a-f]+"') THEN regexp_replace(
      regexp_replace(request_parameters, '(?s).*?"(?:instanceId)"\s*:\s*"(i-[0-9a-f]+)"', '$1, '),
      '(?s), \s*[,}\]].*$', ''
    ) END,
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterIdentifier'),
    json_extract_scalar(request_parameters, '$.functionName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'fis.amazonaws.com'
    AND event_name IN (
      'StopExperiment', 'StartExperiment', 'CreateExperimentTemplate', 'UpdateExperimentTemplate',
      'CreateTargetAccountConfiguration', 'InjectApiInternalError', 'InjectApiThrottleError',
      'InjectApiUnavailableError'
    ))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'InjectError')
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name = 'InjectApiError')
  OR (event_source = 'arc-zonal-shift.amazonaws.com'
    AND event_name = 'StartZonalShift')
  OR (event_source = 'route53-recovery-cluster.amazonaws.com'
    AND event_name IN ('UpdateRoutingControlState', 'UpdateRoutingControlStates')
    AND NOT regexp_like(coalesce(request_parameters, ''), '"routingControlState"\s*:\s*"On"'))
  OR (event_source = 'route53-recovery-cluster.amazonaws.com'
    AND event_name = 'UpdateRoutingControlStates'
    AND regexp_like(request_parameters, '"Off"'))
  OR (event_source = 'directconnect.amazonaws.com'
    AND event_name = 'StartBgpFailoverTest')
  OR (event_source = 'fis.amazonaws.com'
    AND event_name = 'UpdateSafetyLeverState'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"status"\s*:\s*"engaged"'))
ORDER BY event_time, event_id
