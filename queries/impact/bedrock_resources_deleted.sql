-- title = "Models, knowledge bases or agents deleted"
-- why = "Trained models and indexed knowledge are costly to rebuild."
-- techniques = ["T1485"]
-- severity = "medium"
-- harmless_when = "The data science team tidies up."
-- next = "Rebuild from the training data; check that it is intact."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteCustomModel.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.modelIdentifier'),
    json_extract_scalar(request_parameters, '$.knowledgeBaseId'),
    json_extract_scalar(request_parameters, '$.agentId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'bedrock.amazonaws.com'
    AND event_name IN (
      'DeleteCustomModel', 'DeleteImportedModel', 'DeleteProvisionedModelThroughput',
      'DeleteCustomModelDeployment', 'DeleteKnowledgeBase', 'DeleteKnowledgeBaseDocuments', 'DeleteDataSource',
      'DeleteAgent', 'DeleteAgentAlias', 'DeleteAgentMemory', 'DeleteFlow', 'DeletePrompt',
      'DeleteInferenceProfile', 'DeleteMarketplaceModelEndpoint', 'StopModelCustomizationJob',
      'StopModelInvocationJob', 'DeleteAgentActionGroup', 'DeleteAgentVersion', 'DeleteFlowAlias',
      'DeleteFlowVersion', 'DeletePromptRouter', 'DeleteMarketplaceModelAgreement',
      'DeregisterMarketplaceModelEndpoint', 'DeleteBlueprint', 'DeleteDataAutomationProject', 'DeleteSession'
    ))
  OR (event_source = 'bedrock-agentcore.amazonaws.com'
    AND event_name IN (
      'DeleteAgentRuntime', 'DeleteMemory', 'DeleteMemoryRecord', 'BatchDeleteMemoryRecords', 'DeleteGateway',
      'DeleteGatewayTarget', 'DeleteBrowser', 'DeleteCodeInterpreter', 'DeleteWorkloadIdentity',
      'DeleteApiKeyCredentialProvider', 'DeleteOauth2CredentialProvider', 'DeleteAgentRuntimeEndpoint',
      'DeleteHarness', 'DeleteEvent', 'DeleteResourcePolicy', 'DeleteBrowserProfile'
    ))
  OR (event_source = 'qbusiness.amazonaws.com'
    AND event_name IN (
      'DeleteApplication', 'DeleteIndex', 'BatchDeleteDocument', 'DeleteDataSource', 'DeleteRetriever', 'DeletePlugin',
      'DeleteConversation', 'DeleteUser', 'DeleteGroup', 'DeleteChatControlsConfiguration', 'StopDataSourceSyncJob'
    ))
  OR (event_source = 'q.amazonaws.com'
    AND event_name IN ('DeleteConversation', 'DeletePlugin'))
  OR (event_source = 'kendra.amazonaws.com'
    AND event_name IN ('DeleteIndex', 'BatchDeleteDocument'))
ORDER BY event_time, event_id
