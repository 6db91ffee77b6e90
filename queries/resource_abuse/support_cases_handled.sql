-- title = "Support cases opened, answered or closed"
-- why = "Limits are raised by a case; a notice of abuse that is answered and closed by the holder of the credential never reaches the owner."
-- techniques = ["T1496", "T1684", "T1098", "T1578.005"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "Administrators work with AWS Support."
-- next = "Read the case; answer it yourself."
-- references = ["https://docs.aws.amazon.com/awssupport/latest/APIReference/API_ResolveCase.html"]
-- fact = "support_cases"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.caseId'),
    json_extract_scalar(request_parameters, '$.subject'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.serviceCode') AS detail
FROM events
WHERE (event_source = 'support.amazonaws.com'
    AND event_name IN (
      'CreateCase', 'AddCommunicationToCase', 'AddAttachmentsToSet', 'UpdateCaseSeverity',
      'PutCaseAttributes', 'InitiateCallForCase', 'InitiateChatForCase', 'InitiateLiveContactForCase',
      'ResolveInteraction', 'StartInteraction', 'RefreshTrustedAdvisorCheck', 'RateCaseCommunication',
      'UpdateInteraction'
    ))
  OR (event_source = 'supportplans.amazonaws.com'
    AND event_name = 'CreateSupportPlanSchedule')
  OR (event_source = 'supportapp.amazonaws.com'
    AND event_name IN (
      'CreateSlackChannelConfiguration', 'UpdateSlackChannelConfiguration', 'DeleteSlackChannelConfiguration',
      'RegisterSlackWorkspaceForOrganization', 'PutAccountAlias', 'DeleteSlackWorkspaceConfiguration'
    ))
  OR (event_source = 'support-console.amazonaws.com'
    AND event_name IN ('CreateCaseDraft', 'CreateContact'))
  OR (event_source = 'supportauthz.amazonaws.com'
    AND event_name IN ('CreateSupportPermit', 'DeleteSupportPermit'))
ORDER BY event_time, event_id
