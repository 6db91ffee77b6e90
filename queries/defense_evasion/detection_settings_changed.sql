-- title = "Detection settings, rules or findings changed"
-- why = "Rules, filters, lists and the state of findings decide what GuardDuty, Config, Security Hub, Macie, Inspector and Access Analyzer report, and to whom."
-- techniques = ["T1685", "T1685.002"]
-- severity = "medium"
-- harmless_when = "Maintenance by the security team, or an analyst at work."
-- next = "Compare settings and findings before and after; undo what the owner does not know of."
-- references = ["https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html", "https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteConfigRule.html", "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.detectorId'),
    json_extract_scalar(request_parameters, '$.configRuleName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'guardduty.amazonaws.com'
    AND event_name IN (
      'DeleteThreatIntelSet', 'DeleteThreatEntitySet', 'UpdatePublishingDestination',
      'UpdateMalwareProtectionPlan', 'UpdateMalwareScanSettings', 'AcceptInvitation',
      'AcceptAdministratorInvitation', 'DeleteInvitations', 'CreateSampleFindings',
      'DeleteCustomDetectionRuleAssociation', 'UpdateCustomDetectionRuleAssociation',
      'DeleteCustomDetectionRuleOrgConfiguration', 'UpdateCustomDetectionRuleOrgConfiguration',
      'CreateMembers', 'InviteMembers', 'CreatePublishingDestination',
      'CreateCustomDetectionRuleAssociation'
    ))
  OR (event_source = 'config.amazonaws.com'
    AND event_name IN (
      'DeleteConfigRule', 'DeleteOrganizationConfigRule', 'DeleteConformancePack',
      'DeleteOrganizationConformancePack', 'DeleteRemediationConfiguration',
      'PutRemediationConfigurations', 'PutRemediationExceptions', 'DeleteEvaluationResults',
      'DeleteResourceConfig', 'PutDeliveryChannel', 'DeleteConfigurationAggregator',
      'DeleteAggregationAuthorization', 'DeletePendingAggregationRequest', 'PutAggregationAuthorization',
      'PutEvaluations', 'PutConfigRule', 'PutConfigurationAggregator', 'PutResourceConfig',
      'PutExternalEvaluation', 'PutServiceLinkedConfigurationRecorder', 'DeleteConnector'
    ))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name IN (
      'UpdateInsight', 'DeleteInsight', 'UpdateSecurityControl', 'BatchDeleteAutomationRules',
      'DeleteAutomationRuleV2', 'DeleteActionTarget', 'UpdateActionTarget', 'BatchImportFindings',
      'DeclineInvitations', 'DeleteInvitations', 'CreateMembers', 'InviteMembers', 'AcceptInvitation',
      'AcceptAdministratorInvitation', 'CreateActionTarget', 'StartConfigurationPolicyAssociation',
      'UpdateAggregatorV2', 'CreateConnectorV2', 'DeleteConnectorV2'
    ))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name IN (
      'CreateAllowList', 'UpdateAllowList', 'PutClassificationExportConfiguration',
      'UpdateResourceProfile', 'UpdateResourceProfileDetections', 'DeleteCustomDataIdentifier',
      'AcceptInvitation', 'CreateInvitations', 'CreateMember', 'DeclineInvitations', 'DeleteInvitations',
      'UpdateSensitivityInspectionTemplate', 'CreateSampleFindings'
    ))
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name IN (
      'CancelFindingsReport', 'AssociateMember', 'UpdateOrgEc2DeepInspectionConfiguration',
      'UpdateEncryptionKey', 'ResetEncryptionKey', 'DeleteCisScanConfiguration',
      'DeleteCodeSecurityIntegration', 'DeleteCodeSecurityScanConfiguration'
    ))
  OR (event_source = 'detective.amazonaws.com'
    AND event_name IN ('CreateMembers', 'AcceptInvitation', 'RejectInvitation'))
  OR (event_source = 'access-analyzer.amazonaws.com'
    AND event_name IN ('CreateArchiveRule', 'UpdateArchiveRule', 'ApplyArchiveRule', 'UpdateAnalyzer'))
  OR (event_source = 'securitylake.amazonaws.com'
    AND event_name IN (
      'UpdateDataLake', 'UpdateSubscriber', 'DeleteSubscriberNotification',
      'DeleteDataLakeExceptionSubscription', 'CreateDataLake'
    ))
  OR (event_source = 'trustedadvisor.amazonaws.com'
    AND event_name IN (
      'ExcludeCheckItems', 'SetAccountAccess', 'SetOrganizationAccess', 'UpdateNotificationPreferences'
    ))
  OR (event_source = 'inspector.amazonaws.com'
    AND event_name IN (
      'RegisterCrossAccountAccessRole', 'RemoveAttributesFromFindings', 'AddAttributesToFindings',
      'UpdateAssessmentTarget'
    ))
  OR (event_source = 'auditmanager.amazonaws.com'
    AND event_name IN (
      'UpdateSettings', 'UpdateAssessment', 'UpdateControl', 'DeleteControl', 'DeleteAssessmentFramework'
    ))
  OR (event_source = 'security-ir.amazonaws.com'
    AND event_name IN ('CreateMembership', 'UpdateMembership', 'UpdateCaseStatus', 'CloseCase'))
ORDER BY event_time, event_id
