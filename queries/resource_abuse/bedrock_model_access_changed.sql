-- title = "Access to models obtained or capacity made"
-- why = "Agreements, entitlements and use-case forms open models that the account did not use; provisioned capacity is billed by the hour."
-- techniques = ["T1496.004", "T1098"]
-- severity = "high"
-- harmless_when = "The data science team opens a model."
-- next = "Withdraw the agreement; look for calls to the model in every region."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateFoundationModelAgreement.html"]
-- fact = "model_access_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.modelId'),
    json_extract_scalar(request_parameters, '$.modelName'),
    json_extract_scalar(request_parameters, '$.provisionedModelName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'bedrock.amazonaws.com'
    AND event_name IN (
      'CreateFoundationModelAgreement', 'PutFoundationModelEntitlement', 'PutUseCaseForModelAccess',
      'CreateProvisionedModelThroughput', 'UpdateProvisionedModelThroughput', 'CreateModelCustomizationJob',
      'CreateModelImportJob', 'CreateModelCopyJob', 'CreateCustomModel', 'CreateCustomModelDeployment',
      'CreateMarketplaceModelEndpoint', 'RegisterMarketplaceModelEndpoint', 'CreateInferenceProfile',
      'CreateEvaluationJob', 'CreateModelEvaluationJob', 'CreatePromptRouter',
      'DeleteFoundationModelAgreement', 'CreateKnowledgeBase', 'UpdateCustomModelDeployment',
      'UpdateMarketplaceModelEndpoint', 'CreateAdvancedPromptOptimizationJob'
    ))
  OR (event_source = 'agreement-marketplace.amazonaws.com'
    AND event_name = 'AcceptAgreementRequest')
  OR (event_source = 'bedrock-mantle.amazonaws.com'
    AND event_name IN ('CreateFineTuningJob', 'CreateProject'))
ORDER BY event_time, event_id
