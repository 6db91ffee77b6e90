-- title = "GuardDuty switched off, cut off or taught to archive findings"
-- why = "Without a detector, or with findings that are archived or trusted away, nobody is told of what follows."
-- techniques = ["T1685"]
-- severity = "high"
-- harmless_when = "An account leaves the organisation or moves to another administrator, announced."
-- next = "Switch it on again in every region and look what GuardDuty would have seen meanwhile: findings cannot be raised afterwards."
-- references = ["https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DeleteDetector.html", "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html", "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateFilter.html", "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateIPSet.html"]
-- fact = "logging_changes"
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.detectorId'),
    json_extract_scalar(request_parameters, '$.filterName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'guardduty.amazonaws.com'
    AND event_name IN (
      'DeleteDetector', 'StopMonitoringMembers', 'DeleteMembers', 'DisassociateMembers',
      'DisassociateFromAdministratorAccount', 'DisassociateFromMasterAccount',
      'DisableOrganizationAdminAccount', 'DeletePublishingDestination', 'DeleteMalwareProtectionPlan',
      'DeclineInvitations', 'ArchiveFindings', 'UpdateFindingsFeedback'
    ))
  OR (event_source = 'guardduty.amazonaws.com'
    AND event_name IN ('CreateIPSet', 'UpdateIPSet', 'CreateTrustedEntitySet', 'UpdateTrustedEntitySet')
    AND coalesce(json_extract_scalar(request_parameters, '$.activate'), 'true') <> 'false')
  OR (event_source = 'guardduty.amazonaws.com'
    AND event_name IN (
      'UpdateDetector', 'UpdateMemberDetectors', 'UpdateOrganizationConfiguration'
    )
    AND (
      json_extract_scalar(request_parameters, '$.enable') = 'false'
      OR json_extract_scalar(request_parameters, '$.autoEnable') = 'false'
      OR json_extract_scalar(request_parameters, '$.autoEnableOrganizationMembers') = 'NONE'
      OR json_extract_scalar(request_parameters, '$.findingPublishingFrequency') = 'SIX_HOURS'
      OR regexp_like(request_parameters, '"status"\s*:\s*"DISABLED"')
      OR regexp_like(request_parameters, '"(enable|autoEnable)"\s*:\s*("?false|"NONE")')
    ))
  OR (event_source = 'guardduty.amazonaws.com'
    AND event_name IN ('UpdateThreatIntelSet', 'UpdateThreatEntitySet')
    AND json_extract_scalar(request_parameters, '$.activate') = 'false')
  OR (event_source = 'guardduty.amazonaws.com'
    AND event_name IN ('CreateFilter', 'UpdateFilter')
    AND json_extract_scalar(request_parameters, '$.action') = 'ARCHIVE')
ORDER BY event_time, event_id
