-- title = "AI agents created or used"
-- why = "Agents call tools, run code and browse with the role of the agent; changed instructions make them work for somebody else."
-- techniques = ["T1648"]
-- severity = "medium"
-- harmless_when = "The team that builds the agent."
-- next = "Read instructions, tools and role of the agent, and its traces."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_CreateAgentActionGroup.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.agentId'),
    json_extract_scalar(request_parameters, '$.agentName'),
    json_extract_scalar(request_parameters, '$.agentRuntimeArn'),
    json_extract_scalar(request_parameters, '$.agentRuntimeName'),
    json_extract_scalar(request_parameters, '$.flowIdentifier'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.agentResourceRoleArn'),
    json_extract_scalar(request_parameters, '$.roleArn')
  ) AS detail
FROM events
WHERE (event_source = 'bedrock.amazonaws.com'
    AND event_name IN (
      'CreateAgent', 'UpdateAgent', 'PrepareAgent', 'CreateAgentActionGroup', 'UpdateAgentActionGroup',
      'CreateAgentAlias', 'UpdateAgentAlias', 'AssociateAgentCollaborator', 'InvokeAgent', 'InvokeInlineAgent',
      'CreateFlow', 'UpdateFlow', 'PrepareFlow', 'InvokeFlow', 'StartFlowExecution', 'UpdatePrompt',
      'CreatePrompt', 'InvokeBuilder', 'InvokeTool', 'AssociateAgentKnowledgeBase', 'UpdateAgentKnowledgeBase',
      'CreateFlowAlias', 'UpdateFlowAlias', 'CreatePromptVersion',
      'CreateFlowVersion', 'CreateSession', 'CreateInvocation', 'PutInvocationStep', 'UpdateAgentCollaborator',
      'DisassociateAgentCollaborator', 'DisassociateAgentKnowledgeBase', 'AssociateThirdPartyKnowledgeBase',
      'CreateBlueprint', 'UpdateBlueprint', 'CreateDataAutomationProject', 'UpdateDataAutomationProject'
    ))
  OR (event_source = 'bedrock-agentcore.amazonaws.com'
    AND event_name IN (
      'CreateAgentRuntime', 'UpdateAgentRuntime', 'CreateAgentRuntimeEndpoint', 'InvokeAgentRuntime',
      'InvokeAgentRuntimeCommand', 'InvokeAgentRuntimeForUser', 'InvokeAgentRuntimeWithWebSocketStream',
      'CreateCodeInterpreter', 'StartCodeInterpreterSession', 'InvokeCodeInterpreter', 'CreateBrowser',
      'StartBrowserSession', 'InvokeBrowser', 'UpdateBrowserStream', 'SaveBrowserSessionProfile',
      'CreateGateway', 'UpdateGateway', 'CreateGatewayTarget', 'UpdateGatewayTarget',
      'SynchronizeGatewayTargets', 'InvokeGateway', 'CreateMemory', 'UpdateMemory', 'CreateEvent',
      'BatchCreateMemoryRecords', 'BatchUpdateMemoryRecords', 'CreateHarness', 'UpdateHarness',
      'InvokeHarness', 'PutResourcePolicy', 'CreateWorkloadIdentity', 'UpdateWorkloadIdentity',
      'StartMemoryExtractionJob', 'CreateApiKeyCredentialProvider', 'UpdateApiKeyCredentialProvider',
      'CreateOauth2CredentialProvider', 'UpdateOauth2CredentialProvider', 'SetTokenVaultCMK',
      'UpdateAgentRuntimeEndpoint', 'RetrieveMemoryRecords', 'InvokeWebSearch',
      'InvokeAgentRuntimeWithWebSocketStreamForUser', 'UpdateHarnessEndpoint', 'CreateHarnessEndpoint',
      'CreateConfigurationBundle', 'UpdateConfigurationBundle', 'ProcessPayment', 'CreatePaymentSession',
      'CreateRegistryRecord', 'UpdateRegistryRecord'
    ))
  OR (event_source = 'qbusiness.amazonaws.com'
    AND event_name IN (
      'CreatePlugin', 'UpdatePlugin', 'CreateApplication', 'CreateIndex', 'CreateRetriever',
      'CreateWebExperience', 'UpdateApplication', 'CreateDataAccessor', 'CreateUser',
      'DisableAclOnDataSource', 'UpdateUser', 'PutGroup', 'UpdateChatControlsConfiguration', 'UpdateIndex',
      'UpdateRetriever', 'CreateAnonymousWebExperienceUrl'
    ))
  OR (event_source = 'q.amazonaws.com'
    AND event_name IN (
      'CreatePlugin', 'UpdatePlugin', 'StartTroubleshootingAnalysis', 'StartTroubleshootingResolutionExplanation'
    ))
  OR (event_source IN ('lexv2.amazonaws.com', 'lex.amazonaws.com')
    AND event_name = 'CreateBot')
ORDER BY event_time, event_id
