-- title = "Security Hub, Macie, Inspector or Detective weakened"
-- why = "Findings are hidden or no longer made."
-- techniques = ["T1685"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.insightArn'),
    json_extract_scalar(request_parameters, '$.id'),
    json_extract_scalar(request_parameters, '$.analyzerName'),
    json_extract_scalar(request_parameters, '$.graphArn'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'securityhub.amazonaws.com' AND event_name IN (
    'DisableSecurityHub',
    'BatchDisableStandards',
    'BatchUpdateFindings',
    'UpdateFindings',
    'UpdateInsight',
    'DeleteInsight',
    'DeleteMembers',
    'DisassociateMembers',
    'DisassociateFromAdministratorAccount',
    'DisassociateFromMasterAccount',
    'DisableImportFindingsForProduct',
    'UpdateStandardsControl',
    'DeleteActionTarget',
    'DisableOrganizationAdminAccount',
    'CreateAutomationRule'
  ))
  OR (event_source = 'macie2.amazonaws.com' AND event_name IN (
    'DisableMacie',
    'UpdateMacieSession',
    'CreateFindingsFilter',
    'DisassociateFromAdministratorAccount'
  ))
  OR (event_source = 'inspector2.amazonaws.com' AND event_name IN ('Disable', 'CreateFilter', 'DisassociateMember'))
  OR (event_source = 'access-analyzer.amazonaws.com' AND event_name IN ('DeleteAnalyzer', 'CreateArchiveRule', 'UpdateFindings'))
  OR (event_source = 'detective.amazonaws.com' AND event_name IN ('DeleteGraph', 'DeleteMembers', 'DisassociateMembership'))
)
ORDER BY event_time, event_id
