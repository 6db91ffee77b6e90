-- title = "Findings annotated or re-rated"
-- why = "A note or another severity does not hide a finding, but shows that somebody knows of it."
-- techniques = ["T1685"]
-- severity = "low"
-- harmless_when = "An analyst at work."
-- next = "Read the findings and who changed them."
-- references = ["https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html"]
SELECT
  event_id,
  coalesce(
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'securityhub.amazonaws.com'
  AND event_name IN ('UpdateFindings', 'BatchUpdateFindings', 'BatchUpdateFindingsV2')
  AND NOT regexp_like(coalesce(request_parameters, ''), '(?i)"(SUPPRESSED|RESOLVED|ARCHIVED|FALSE_POSITIVE|BENIGN_POSITIVE)"')
ORDER BY event_time, event_id
