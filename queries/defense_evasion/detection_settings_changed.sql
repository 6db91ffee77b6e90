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
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (event_source = 'guardduty.amazonaws.com'
    AND event_name IN (
      'UpdateDetector', 'UpdateMemberDetectors', 'UpdateOrganizationConfiguration', 'CreateFilter',
      'UpdateFilter', 'DeleteFilter', 'CreateIPSet', 'UpdateIPSet', 'DeleteIPSet', 'CreateTrustedEntitySet',
      'UpdateTrustedEntitySet', 'DeleteTrustedEntitySet', 'CreateThreatIntelSet', 'UpdateThreatIntelSet',
      'DeleteThreatIntelSet', 'UpdateThreatEntitySet', 'DeleteThreatEntitySet',
      'UpdatePublishingDestination', 'UpdateMalwareProtectionPlan', 'UpdateMalwareScanSettings',
      'AcceptInvitation', 'AcceptAdministratorInvitation', 'DeleteInvitations', 'UnarchiveFindings',
      'CreateSampleFindings', 'DeleteCustomDetectionRuleAssociation', 'UpdateCustomDetectionRuleAssociation',
      'DeleteCustomDetectionRuleOrgConfiguration', 'UpdateCustomDetectionRuleOrgConfiguration',
      'CreateMembers', 'InviteMembers', 'CreatePublishingDestination', 'CreateThreatEntitySet',
      'StartMonitoringMembers', 'CreateMalwareProtectionPlan', 'CreateCustomDetectionRuleAssociation'
    ))
  OR (event_source = 'config.amazonaws.com'
    AND event_name IN (
      'DeleteConfigRule', 'DeleteOrganizationConfigRule', 'DeleteConformancePack',
      'DeleteOrganizationConformancePack', 'DeleteRemediationConfiguration', 'PutRemediationConfigurations',
      'PutRemediationExceptions', 'DeleteEvaluationResults', 'DeleteResourceConfig',
      'PutConfigurationRecorder', 'PutDeliveryChannel', 'PutRetentionConfiguration',
      'DeleteRetentionConfiguration', 'DeleteConfigurationAggregator', 'DeleteAggregationAuthorization',
      'DeletePendingAggregationRequest', 'PutAggregationAuthorization', 'DeleteRemediationExceptions',
      'PutEvaluations', 'PutConfigRule', 'DeleteStoredQuery', 'PutConfigurationAggregator', 'PutStoredQuery',
      'PutResourceConfig', 'PutExternalEvaluation', 'StartConfigRulesEvaluation',
      'PutServiceLinkedConfigurationRecorder', 'DeleteConnector'
    ))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name IN (
      'UpdateInsight', 'DeleteInsight', 'UpdateStandardsControl', 'UpdateSecurityControl', 'BatchUpdateStandardsControlAssociations',
      'CreateAutomationRule', 'CreateAutomationRuleV2', 'BatchUpdateAutomationRules', 'UpdateAutomationRuleV2',
      'BatchDeleteAutomationRules', 'DeleteAutomationRuleV2', 'DeleteActionTarget', 'UpdateActionTarget',
      'UpdateFindingAggregator', 'UpdateConfigurationPolicy', 'UpdateOrganizationConfiguration',
      'UpdateSecurityHubConfiguration', 'BatchImportFindings', 'DeclineInvitations', 'DeleteInvitations',
      'CreateMembers', 'InviteMembers', 'AcceptInvitation', 'AcceptAdministratorInvitation',
      'CreateActionTarget', 'CreateInsight', 'CreateConfigurationPolicy',
      'StartConfigurationPolicyAssociation', 'CreateFindingAggregator', 'UpdateAggregatorV2',
      'CreateConnectorV2', 'DeleteConnectorV2'
    ))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name IN (
      'UpdateMacieSession', 'UpdateMemberSession', 'CreateFindingsFilter', 'UpdateFindingsFilter',
      'DeleteFindingsFilter', 'CreateAllowList', 'UpdateAllowList', 'PutClassificationExportConfiguration',
      'PutFindingsPublicationConfiguration', 'UpdateClassificationJob', 'UpdateClassificationScope',
      'UpdateAutomatedDiscoveryConfiguration', 'UpdateResourceProfile', 'UpdateResourceProfileDetections',
      'UpdateOrganizationConfiguration', 'DeleteCustomDataIdentifier', 'AcceptInvitation', 'CreateInvitations',
      'CreateMember', 'DeclineInvitations', 'DeleteInvitations', 'DeleteAllowList', 'CreateClassificationJob',
      'UpdateRevealConfiguration', 'UpdateSensitivityInspectionTemplate', 'CreateSampleFindings'
    ))
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name IN (
      'CreateFilter', 'UpdateFilter', 'DeleteFilter', 'UpdateConfiguration', 'UpdateOrganizationConfiguration',
      'UpdateEc2DeepInspectionConfiguration', 'CancelFindingsReport', 'AssociateMember',
      'BatchUpdateMemberEc2DeepInspectionStatus', 'UpdateOrgEc2DeepInspectionConfiguration',
      'UpdateEncryptionKey', 'ResetEncryptionKey', 'DeleteCisScanConfiguration',
      'DeleteCodeSecurityIntegration', 'DeleteCodeSecurityScanConfiguration'
    ))
  OR (event_source = 'detective.amazonaws.com'
    AND event_name IN (
      'UpdateDatasourcePackages', 'UpdateInvestigationState', 'UpdateOrganizationConfiguration',
      'CreateMembers', 'AcceptInvitation', 'RejectInvitation', 'StartMonitoringMember'
    ))
  OR (event_source = 'access-analyzer.amazonaws.com'
    AND event_name IN (
      'CreateArchiveRule', 'UpdateArchiveRule', 'ApplyArchiveRule', 'DeleteArchiveRule', 'UpdateFindings',
      'UpdateAnalyzer'
    ))
  OR (event_source = 'securitylake.amazonaws.com'
    AND event_name IN (
      'UpdateDataLake', 'UpdateSubscriber', 'DeleteSubscriberNotification',
      'DeleteDataLakeExceptionSubscription', 'CreateDataLake'
    ))
  OR (event_source = 'trustedadvisor.amazonaws.com'
    AND event_name IN (
      'ExcludeCheckItems', 'BatchUpdateRecommendationResourceExclusion', 'SetAccountAccess',
      'SetOrganizationAccess', 'UpdateNotificationPreferences', 'UpdateRecommendationLifecycle'
    ))
  OR (event_source = 'inspector.amazonaws.com'
    AND event_name IN (
      'RegisterCrossAccountAccessRole', 'RemoveAttributesFromFindings', 'AddAttributesToFindings',
      'UpdateAssessmentTarget'
    ))
  OR (event_source = 'auditmanager.amazonaws.com'
    AND event_name IN (
      'UpdateSettings', 'UpdateAssessment', 'UpdateAssessmentStatus', 'UpdateControl', 'DeleteControl',
      'DeleteAssessmentFramework'
    ))
  OR (event_source = 'security-ir.amazonaws.com'
    AND event_name IN ('CreateMembership', 'UpdateMembership', 'UpdateCaseStatus', 'CloseCase'))
ORDER BY event_time, event_id
