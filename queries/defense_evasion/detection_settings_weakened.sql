-- title = "Detection narrowed, or a filter of findings rewritten"
-- why = "A service finds less from now on, looks at less, keeps it for a shorter time, or shows what it should hide; or a filter was rewritten by a call that does not tell what the filter does."
-- techniques = ["T1685", "T1685.002"]
-- severity = "medium"
-- harmless_when = "The security team tunes what it sees."
-- next = "Restore the setting, and look what would have been found meanwhile."
-- references = ["https://docs.aws.amazon.com/config/latest/APIReference/API_PutRetentionConfiguration.html", "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_UpdateSecurityHubConfiguration.html", "https://docs.aws.amazon.com/macie/latest/APIReference/automated-discovery-configuration.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.detectorId'),
    json_extract_scalar(request_parameters, '$.filterName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
-- 2557 days are the longest that Config keeps: whatever is less may be less than before.
WHERE (event_source = 'guardduty.amazonaws.com'
    AND event_name = 'UpdateFilter'
    AND json_extract_scalar(request_parameters, '$.action') IS NULL)
  OR (event_source = 'guardduty.amazonaws.com'
    AND event_name IN ('UpdateThreatIntelSet', 'UpdateThreatEntitySet')
    AND (json_extract_scalar(request_parameters, '$.location') IS NOT NULL OR coalesce(json_extract_scalar(request_parameters, '$.activate'), '-') <> 'true'))
  OR (event_source = 'config.amazonaws.com'
    AND event_name = 'PutConfigurationRecorder'
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"allSupported"\s*:\s*"?true|"ALL_SUPPORTED_RESOURCE_TYPES"'
    ))
  OR (event_source = 'config.amazonaws.com'
    AND event_name = 'PutRetentionConfiguration'
    AND coalesce(TRY_CAST(json_extract_scalar(request_parameters, '$.retentionPeriodInDays') AS integer), 0) < 2557)
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name = 'UpdateSecurityHubConfiguration'
    AND json_extract_scalar(request_parameters, '$.autoEnableControls') = 'false')
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name = 'UpdateOrganizationConfiguration'
    AND (json_extract_scalar(request_parameters, '$.autoEnable') = 'false' OR json_extract_scalar(request_parameters, '$.autoEnableStandards') = 'NONE'))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name = 'UpdateFindingAggregator'
    AND coalesce(json_extract_scalar(request_parameters, '$.regionLinkingMode'), '-') <> 'ALL_REGIONS')
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name IN ('CreateConfigurationPolicy', 'UpdateConfigurationPolicy')
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"serviceEnabled"\s*:\s*"?true')
      OR regexp_like(
        request_parameters,
        '(?i)"(enabled|disabled)SecurityControlIdentifiers"\s*:\s*\[\s*"|"enabledStandardIdentifiers"\s*:\s*\[\s*\]'
      )
    ))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name IN (
      'CreateAutomationRule', 'CreateAutomationRuleV2', 'BatchUpdateAutomationRules',
      'UpdateAutomationRuleV2'
    )
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '(?i)"actions"')
      OR regexp_like(request_parameters, '(?i)"(LOW|INFORMATIONAL)"')
    ))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name = 'UpdateFindingsFilter'
    AND json_extract_scalar(request_parameters, '$.action') IS NULL)
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name = 'PutFindingsPublicationConfiguration'
    AND regexp_like(request_parameters, '"publish(Classification|Policy)Findings"\s*:\s*"?false'))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name = 'UpdateClassificationJob'
    AND coalesce(json_extract_scalar(request_parameters, '$.jobStatus'), '-') <> 'RUNNING')
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name = 'UpdateClassificationScope'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"operation"\s*:\s*"REMOVE"'))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name = 'UpdateAutomatedDiscoveryConfiguration'
    AND coalesce(json_extract_scalar(request_parameters, '$.status'), '-') <> 'ENABLED')
  OR (event_source IN ('macie2.amazonaws.com', 'detective.amazonaws.com')
    AND event_name = 'UpdateOrganizationConfiguration'
    AND coalesce(json_extract_scalar(request_parameters, '$.autoEnable'), '-') <> 'true')
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name = 'UpdateRevealConfiguration'
    AND regexp_like(request_parameters, '"status"\s*:\s*"ENABLED"'))
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name = 'UpdateFilter'
    AND json_extract_scalar(request_parameters, '$.action') IS NULL)
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name = 'UpdateConfiguration'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"rescanDuration"\s*:\s*"LIFETIME"'))
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name = 'UpdateOrganizationConfiguration'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"autoEnable"\s*:\s*\{[^{}]*:\s*"?true'))
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name IN (
      'UpdateOrganizationConfiguration', 'UpdateEc2DeepInspectionConfiguration',
      'BatchUpdateMemberEc2DeepInspectionStatus'
    )
    AND regexp_like(request_parameters, ':\s*"?false'))
  OR (event_source = 'detective.amazonaws.com'
    AND event_name = 'UpdateInvestigationState'
    AND json_extract_scalar(request_parameters, '$.state') = 'ARCHIVED')
  OR (event_source = 'trustedadvisor.amazonaws.com'
    AND event_name = 'BatchUpdateRecommendationResourceExclusion'
    AND regexp_like(request_parameters, '"isExcluded"\s*:\s*"?true'))
  OR (event_source = 'trustedadvisor.amazonaws.com'
    AND event_name = 'UpdateRecommendationLifecycle'
    AND regexp_like(request_parameters, '"lifecycleStage"\s*:\s*"(dismissed|resolved)"'))
  OR (event_source = 'auditmanager.amazonaws.com'
    AND event_name = 'UpdateAssessmentStatus'
    AND json_extract_scalar(request_parameters, '$.status') = 'INACTIVE')
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name IN ('PutAccountSetting', 'PutAccountSettingDefault')
    AND json_extract_scalar(request_parameters, '$.name') = 'guardDutyActivate'
    AND json_extract_scalar(request_parameters, '$.value') IN ('off', 'disabled'))
ORDER BY event_time, event_id
