-- title = "Security Hub, Macie, Inspector, Detective or Access Analyzer switched off"
-- why = "These services raise or collect the findings that would show the intrusion."
-- techniques = ["T1685"]
-- severity = "high"
-- harmless_when = "A service is retired or replaced, announced."
-- next = "Switch it on again in every region and with its members."
-- references = ["https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DisableSecurityHub.html", "https://docs.aws.amazon.com/macie/latest/APIReference/macie.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'securityhub.amazonaws.com'
    AND event_name IN (
      'DisableSecurityHub', 'DisableSecurityHubV2', 'DisableSecurityHubFeatureV2', 'BatchDisableStandards',
      'DisableImportFindingsForProduct', 'DisableOrganizationAdminAccount', 'DeleteMembers',
      'DisassociateMembers', 'DisassociateFromAdministratorAccount', 'DisassociateFromMasterAccount',
      'DeleteFindingAggregator', 'DeleteAggregatorV2', 'StartConfigurationPolicyDisassociation',
      'DeleteConfigurationPolicy'
    ))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name IN (
      'DisableMacie', 'DisableOrganizationAdminAccount', 'DeleteMember', 'DisassociateMember',
      'DisassociateFromAdministratorAccount', 'DisassociateFromMasterAccount'
    ))
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name IN ('Disable', 'DisableDelegatedAdminAccount', 'DisassociateMember'))
  OR (event_source = 'inspector.amazonaws.com'
    AND event_name IN (
      'DeleteAssessmentRun', 'DeleteAssessmentTarget', 'DeleteAssessmentTemplate', 'StopAssessmentRun',
      'UnsubscribeFromEvent'
    ))
  OR (event_source = 'detective.amazonaws.com'
    AND event_name IN (
      'DeleteGraph', 'DeleteMembers', 'DisableOrganizationAdminAccount', 'DisassociateMembership'
    ))
  OR (event_source = 'access-analyzer.amazonaws.com'
    AND event_name IN ('DeleteAnalyzer', 'DeleteServiceLinkedAnalyzer'))
  OR (event_source = 'securitylake.amazonaws.com'
    AND event_name IN (
      'DeleteDataLake', 'DeleteAwsLogSource', 'DeleteCustomLogSource', 'DeleteSubscriber',
      'DeleteDataLakeOrganizationConfiguration', 'DeregisterDataLakeDelegatedAdministrator'
    ))
  OR (event_source = 'auditmanager.amazonaws.com'
    AND event_name IN (
      'DeregisterAccount', 'DeregisterOrganizationAdminAccount', 'DeleteAssessment'
    ))
  OR (event_source = 'fms.amazonaws.com'
    AND event_name IN ('DisassociateAdminAccount', 'DeleteNotificationChannel'))
  OR (event_source = 'security-ir.amazonaws.com'
    AND event_name = 'CancelMembership')
ORDER BY event_time, event_id
