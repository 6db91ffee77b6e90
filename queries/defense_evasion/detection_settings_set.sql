-- title = "Detection set up, switched on or set otherwise"
-- why = "What the call sets widens detection or leaves it as it is: what it weakens is told by another question besides. Who widens it saw that it was off; who shows findings again knows of them."
-- techniques = ["T1685"]
-- severity = "low"
-- harmless_when = "The security team rolls out a service, or a responder switches it on again."
-- next = "Find out since when it was off; a weakening of the same setting before is the one to look for."
-- references = ["https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateOrganizationConfiguration.html", "https://docs.aws.amazon.com/config/latest/APIReference/API_PutRetentionConfiguration.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.detectorId'),
    json_extract_scalar(request_parameters, '$.filterName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'guardduty.amazonaws.com'
    AND event_name IN (
      'CreateDetector', 'UpdateDetector', 'UpdateMemberDetectors', 'UpdateOrganizationConfiguration',
      'CreateFilter', 'UpdateFilter', 'DeleteFilter', 'CreateIPSet', 'UpdateIPSet', 'DeleteIPSet',
      'CreateTrustedEntitySet', 'UpdateTrustedEntitySet', 'DeleteTrustedEntitySet', 'CreateThreatIntelSet',
      'UpdateThreatIntelSet', 'CreateThreatEntitySet', 'UpdateThreatEntitySet', 'UnarchiveFindings',
      'StartMonitoringMembers', 'CreateMalwareProtectionPlan'
    ))
  OR (event_source = 'config.amazonaws.com'
    AND event_name IN (
      'PutConfigurationRecorder', 'PutRetentionConfiguration', 'DeleteRetentionConfiguration',
      'DeleteRemediationExceptions', 'PutStoredQuery', 'DeleteStoredQuery', 'StartConfigRulesEvaluation'
    ))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name IN (
      'EnableSecurityHub', 'UpdateStandardsControl', 'BatchUpdateStandardsControlAssociations',
      'UpdateSecurityHubConfiguration', 'UpdateOrganizationConfiguration', 'CreateFindingAggregator',
      'UpdateFindingAggregator', 'CreateConfigurationPolicy', 'UpdateConfigurationPolicy',
      'CreateAutomationRule', 'CreateAutomationRuleV2', 'BatchUpdateAutomationRules',
      'UpdateAutomationRuleV2', 'CreateInsight'
    ))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name IN (
      'EnableMacie', 'UpdateMacieSession', 'UpdateMemberSession', 'CreateFindingsFilter',
      'UpdateFindingsFilter', 'DeleteFindingsFilter', 'DeleteAllowList',
      'PutFindingsPublicationConfiguration', 'UpdateClassificationJob',
      'UpdateClassificationScope', 'UpdateAutomatedDiscoveryConfiguration',
      'UpdateOrganizationConfiguration', 'UpdateRevealConfiguration'
    ))
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name IN (
      'Enable', 'CreateFilter', 'UpdateFilter', 'DeleteFilter', 'UpdateConfiguration',
      'UpdateOrganizationConfiguration', 'UpdateEc2DeepInspectionConfiguration',
      'BatchUpdateMemberEc2DeepInspectionStatus'
    ))
  OR (event_source = 'detective.amazonaws.com'
    AND event_name IN (
      'UpdateDatasourcePackages', 'UpdateInvestigationState', 'UpdateOrganizationConfiguration',
      'StartMonitoringMember'
    ))
  OR (event_source = 'access-analyzer.amazonaws.com'
    AND event_name IN ('CreateAnalyzer', 'DeleteArchiveRule', 'UpdateFindings'))
  OR (event_source = 'trustedadvisor.amazonaws.com'
    AND event_name IN ('BatchUpdateRecommendationResourceExclusion', 'UpdateRecommendationLifecycle'))
  OR (event_source = 'auditmanager.amazonaws.com'
    AND event_name = 'UpdateAssessmentStatus')
  OR (event_source = 'monitoring.amazonaws.com'
    AND event_name IN ('EnableAlarmActions', 'EnableInsightRules'))
ORDER BY event_time, event_id
