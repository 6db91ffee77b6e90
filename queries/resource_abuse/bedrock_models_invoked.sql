-- title = "Models invoked"
-- why = "Stolen access to models is resold; a day of use costs more than many months of the owner."
-- techniques = ["T1496.004"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "The application calls its model."
-- next = "Count calls and tokens by model and region; if invocation logging was on, read the prompts."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html"]
-- fact = "models_invoked"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.modelId'),
    json_extract_scalar(request_parameters, '$.modelIdentifier'),
    json_extract_scalar(request_parameters, '$.inferenceId'),
    json_extract_scalar(request_parameters, '$.endpointName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  error_code AS detail
FROM events
WHERE (event_source = 'bedrock.amazonaws.com'
    AND event_name IN (
      'InvokeModel', 'InvokeModelWithResponseStream', 'InvokeModelWithBidirectionalStream', 'Converse',
      'ConverseStream', 'StartAsyncInvoke', 'CreateModelInvocationJob', 'Rerank', 'CountTokens',
      'RenderPrompt', 'OptimizePrompt', 'InvokeDataAutomationAsync', 'InvokeDataAutomation', 'ApplyGuardrail',
      'InvokeGuardrailChecks', 'DetectGeneratedContent'
    ))
  OR (event_source = 'bedrock-mantle.amazonaws.com'
    AND event_name = 'CreateInference')
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'InvokeEndpoint', 'InvokeEndpointAsync', 'InvokeEndpointWithResponseStream'
    ))
  OR (event_source = 'q.amazonaws.com'
    AND event_name IN ('SendMessage', 'StartConversation'))
  OR (event_source = 'qbusiness.amazonaws.com'
    AND event_name = 'ChatSync')
  OR (event_source = 'codewhisperer.amazonaws.com'
    AND event_name = 'GenerateRecommendations')
ORDER BY event_time, event_id
