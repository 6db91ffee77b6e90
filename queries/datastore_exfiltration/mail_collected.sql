-- title = "Mail forwarded, exported or read"
-- why = "Receipt rules, journaling and impersonation roles deliver the mail of the company to somebody else."
-- techniques = ["T1114.003", "T1114"]
-- severity = "medium"
-- harmless_when = "Mail administrators at work."
-- next = "Read the rules; remove forwarding that nobody knows."
-- references = ["https://docs.aws.amazon.com/ses/latest/APIReference/API_CreateReceiptRule.html"]
-- fact = "mail_rules"
-- tells_of = ["channel_set_up"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.ruleSetName'),
    json_extract_scalar(request_parameters, '$.rule.name'),
    json_extract_scalar(request_parameters, '$.organizationId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.ruleName') AS detail
FROM events
WHERE (event_source = 'ses.amazonaws.com'
    AND event_name IN (
      'CreateReceiptRule', 'UpdateReceiptRule', 'CreateReceiptRuleSet', 'CloneReceiptRuleSet',
      'SetActiveReceiptRuleSet', 'ReorderReceiptRuleSet', 'SetReceiptRulePosition', 'DeleteReceiptRule',
      'DeleteReceiptRuleSet', 'CreateRuleSet', 'UpdateRuleSet', 'CreateRelay', 'UpdateRelay',
      'CreateIngressPoint', 'UpdateIngressPoint', 'StartArchiveSearch', 'GetArchiveMessage',
      'GetArchiveMessageContent', 'GetArchiveSearchResults', 'CreateReceiptFilter', 'CreateTrafficPolicy',
      'UpdateTrafficPolicy', 'CreateArchive', 'UpdateArchive'
    ))
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name IN (
      'SetJournalingRules', 'CreateImpersonationRole', 'UpdateImpersonationRole',
      'AssumeImpersonationRole', 'PutMailboxPermissions', 'CreateInboundMailFlowRule',
      'UpdateInboundMailFlowRule', 'CreateOutboundMailFlowRule', 'UpdateOutboundMailFlowRule',
      'CreateSmtpGateway', 'PutEmailMonitoringConfiguration', 'CreateAlias', 'UpdatePrimaryEmailAddress',
      'UpdateSmtpGateway', 'PutRetentionPolicy', 'AssociateDelegateToResource', 'StartMailboxExportJob'
    ))
  OR (event_source = 'workmailmessageflow.amazonaws.com'
    AND event_name IN ('GetRawMessageContent', 'PutRawMessageContent'))
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name IN (
      'PutMobileDeviceAccessOverride', 'PutAccessControlRule', 'CreateMobileDeviceAccessRule',
      'UpdateMobileDeviceAccessRule'
    )
    AND coalesce(json_extract_scalar(request_parameters, '$.effect'), '-') <> 'DENY')
ORDER BY event_time, event_id
