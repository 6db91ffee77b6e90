-- title = "GuardDuty weakened"
-- why = "Detection is off, blind or told to keep quiet."
-- techniques = ["T1685"]
-- severity = "high"
-- severity_otherwise = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.detectorId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.name') AS detail
FROM events
WHERE event_source = 'guardduty.amazonaws.com' AND event_name IN (
    'DeleteDetector',
    'UpdateDetector',
    'CreateFilter',
    'UpdateFilter',
    'DeleteFilter',
    'CreateIPSet',
    'UpdateIPSet',
    'DeleteIPSet',
    'CreateThreatIntelSet',
    'UpdateThreatIntelSet',
    'DeleteThreatIntelSet',
    'ArchiveFindings',
    'DeleteMembers',
    'DisassociateMembers',
    'DisassociateFromMasterAccount',
    'DisassociateFromAdministratorAccount',
    'StopMonitoringMembers',
    'DeletePublishingDestination',
    'UpdatePublishingDestination',
    'UpdateMemberDetectors',
    'UpdateOrganizationConfiguration',
    'DeclineInvitations',
    'DeleteInvitations',
    'DisableOrganizationAdminAccount',
    'UpdateFindingsFeedback',
    'CreateTrustedEntitySet',
    'UpdateMalwareScanSettings'
  )
ORDER BY event_time, event_id
