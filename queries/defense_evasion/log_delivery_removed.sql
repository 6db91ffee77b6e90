-- title = "Log delivery, metric filters or log retention removed"
-- why = "Logs still accrue, but no longer reach the place where they are kept, watched or protected."
-- techniques = ["T1685.002"]
-- severity = "medium"
-- harmless_when = "Log routing is rebuilt."
-- next = "Find where these logs went before and close the gap from the source."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.filterName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'logs.amazonaws.com'
    AND event_name IN (
      'DeleteSubscriptionFilter', 'DeleteMetricFilter', 'DeleteDestination', 'DeleteDelivery',
      'DeleteDeliveryDestination', 'DeleteDeliveryDestinationPolicy', 'DeleteDeliverySource',
      'DeleteLogDelivery', 'UpdateLogDelivery', 'UpdateDeliveryConfiguration', 'DeleteAccountPolicy',
      'DeleteDataProtectionPolicy', 'DeleteResourcePolicy', 'DeleteLogAnomalyDetector',
      'DeleteScheduledQuery', 'DeleteTransformer', 'PutTransformer', 'DeletePipelineRule',
      'CancelExportTask', 'DisassociateKmsKey', 'DeleteIntegration', 'DeleteSyslogConfiguration',
      'DisassociateSourceFromS3TableIntegration', 'CreateImportTask', 'CancelImportTask',
      'PutDataProtectionPolicy', 'PutBearerTokenAuthentication', 'DeleteIndexPolicy', 'DeleteLookupTable',
      'PutPipelineRule', 'PutSyslogConfiguration', 'UpdateAnomaly'
    ))
  OR (event_source = 'oam.amazonaws.com'
    AND event_name IN ('DeleteLink', 'DeleteSink', 'UpdateLink'))
  OR (event_source = 'observabilityadmin.amazonaws.com'
    AND event_name IN (
      'DeleteCentralizationRuleForOrganization', 'UpdateCentralizationRuleForOrganization',
      'DeleteTelemetryRule', 'DeleteTelemetryRuleForOrganization', 'DeleteTelemetryPipeline',
      'UpdateTelemetryPipeline', 'StopTelemetryEvaluation', 'StopTelemetryEvaluationForOrganization',
      'StopTelemetryEnrichment'
    ))
  OR (event_source = 'logs.amazonaws.com'
    AND event_name = 'UpdateLogAnomalyDetector'
    AND coalesce(json_extract_scalar(request_parameters, '$.enabled'), '-') <> 'true')
ORDER BY event_time, event_id
