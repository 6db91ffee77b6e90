-- title = "Findings suppressed or checks switched off"
-- why = "What the services found or would find no longer reaches anyone."
-- techniques = ["T1685"]
-- severity = "high"
-- next = "Restore the findings and read those that were hidden."
-- rank = 1
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.filterId'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.ruleName'),
    json_extract_scalar(request_parameters, '$.standardsControlArn'),
    json_extract_scalar(request_parameters, '$.detectorId'),
    json_extract_scalar(request_parameters, '$.analyzerArn'),
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'securityhub.amazonaws.com'
    AND event_name IN (
      'UpdateFindings', 'BatchUpdateFindings', 'BatchUpdateFindingsV2', 'CreateAutomationRule',
      'CreateAutomationRuleV2', 'BatchUpdateAutomationRules', 'UpdateAutomationRuleV2'
    )
    AND regexp_like(request_parameters, '(?i)"(SUPPRESSED|RESOLVED|ARCHIVED|FALSE_POSITIVE|BENIGN_POSITIVE)"'))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name IN ('UpdateStandardsControl', 'BatchUpdateStandardsControlAssociations')
    AND regexp_like(request_parameters, '(?i)"DISABLED"'))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name IN ('UpdateMacieSession', 'UpdateMemberSession')
    AND regexp_like(request_parameters, '(?i)"PAUSED"|"SIX_HOURS"'))
  OR (event_source = 'macie2.amazonaws.com'
    AND event_name IN ('CreateFindingsFilter', 'UpdateFindingsFilter')
    AND json_extract_scalar(request_parameters, '$.action') = 'ARCHIVE')
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name IN ('CreateFilter', 'UpdateFilter')
    AND json_extract_scalar(request_parameters, '$.action') = 'SUPPRESS')
  OR (event_source = 'access-analyzer.amazonaws.com'
    AND (event_name IN ('CreateArchiveRule', 'ApplyArchiveRule')
      OR (event_name = 'UpdateFindings' AND json_extract_scalar(request_parameters, '$.status') = 'ARCHIVED')))
ORDER BY event_time, event_id
