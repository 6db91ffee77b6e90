-- title = "Models invoked with a long-term access key"
-- why = "Applications call models with roles; a long-term key from the internet is the usual sign of resold access."
-- techniques = ["T1496.004", "T1078.004"]
-- severity = "high"
-- harmless_when = "A developer tries a model from the own machine."
-- next = "Deactivate the key; count the cost by model and region."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.modelId'),
    {{ denied_resource }}
  ) AS target,
  source_ip_address AS detail
FROM events
WHERE event_source = 'bedrock.amazonaws.com'
  AND event_name IN (
    'InvokeModel', 'InvokeModelWithResponseStream', 'InvokeModelWithBidirectionalStream', 'Converse',
    'ConverseStream', 'StartAsyncInvoke', 'CreateModelInvocationJob'
  )
  AND access_key_id LIKE 'AKIA%'
ORDER BY event_time, event_id
