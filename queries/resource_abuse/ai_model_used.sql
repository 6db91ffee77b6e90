-- title = "AI models used"
-- why = "Model use is billed by the token and resold by thieves."
-- techniques = ["T1496.004", "T1078.004"]
-- severity = "high"
-- fact = "models_used"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.modelId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'bedrock.amazonaws.com' AND event_name IN (
    'InvokeModel',
    'InvokeModelWithResponseStream',
    'Converse',
    'ConverseStream',
    'InvokeModelWithBidirectionalStream',
    'InvokeAgent',
    'Retrieve',
    'RetrieveAndGenerate',
    'CreateModelInvocationJob',
    'CreateFoundationModelAgreement',
    'PutFoundationModelEntitlement',
    'PutUseCaseForModelAccess',
    'CreateProvisionedModelThroughput',
    'CreateModelCustomizationJob',
    'StartAsyncInvoke',
    'CountTokens',
    'ApplyGuardrail'
  )
ORDER BY event_time, event_id
