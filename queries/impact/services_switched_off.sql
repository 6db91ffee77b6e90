-- title = "Site, mail, queue or other service switched off, or no longer protected"
-- why = "What others rest on stops: a site answers nobody, mail with orders and passwords does not arrive, a queue takes no work, a task may be ended at any time."
-- techniques = ["T1489"]
-- severity = "medium"
-- harmless_when = "A service is taken out of use on purpose, or a responder stops its abuse."
-- next = "Who switched it off, and what did not happen since?"
-- references = ["https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html", "https://docs.aws.amazon.com/ses/latest/APIReference/API_UpdateAccountSendingEnabled.html"]
-- fact = "workloads_stopped"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.configurationSetName'),
    json_extract_scalar(request_parameters, '$.id'),
    json_extract_scalar(request_parameters, '$.jobQueue'),
    json_extract_scalar(request_parameters, '$.uUID'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'UpdateDistribution'
    AND json_extract_scalar(request_parameters, '$.distributionConfig.enabled') = 'false')
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'UpdateStreamingDistribution'
    AND json_extract_scalar(request_parameters, '$.streamingDistributionConfig.enabled') = 'false')
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'UpdateDistributionTenant'
    AND json_extract_scalar(request_parameters, '$.enabled') = 'false')
  OR (event_source = 'ses.amazonaws.com'
    AND event_name IN (
      'PutAccountSendingAttributes', 'UpdateAccountSendingEnabled', 'UpdateConfigurationSetSendingEnabled',
      'PutConfigurationSetSendingOptions'
    )
    AND coalesce(json_extract_scalar(request_parameters, '$.sendingEnabled'), json_extract_scalar(request_parameters, '$.enabled'), 'true') = 'false')
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name = 'UpdateTaskProtection'
    AND json_extract_scalar(request_parameters, '$.protectionEnabled') = 'false')
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name = 'SetInstanceProtection'
    AND json_extract_scalar(request_parameters, '$.protectedFromScaleIn') = 'false')
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name = 'SetInstanceHealth'
    AND coalesce(json_extract_scalar(request_parameters, '$.healthStatus'), '-') <> 'Healthy')
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'DeleteBucketWebsite')
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN ('UpdateJobQueue', 'UpdateComputeEnvironment')
    AND json_extract_scalar(request_parameters, '$.state') = 'DISABLED')
  OR (event_source = 'globalaccelerator.amazonaws.com'
    AND event_name IN ('UpdateAccelerator', 'UpdateCustomRoutingAccelerator')
    AND json_extract_scalar(request_parameters, '$.enabled') = 'false')
  OR (event_source = 'acm-pca.amazonaws.com'
    AND event_name = 'UpdateCertificateAuthority'
    AND json_extract_scalar(request_parameters, '$.status') = 'DISABLED')
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} = 'UpdateEventSourceMapping'
    AND json_extract_scalar(request_parameters, '$.enabled') = 'false')
ORDER BY event_time, event_id
