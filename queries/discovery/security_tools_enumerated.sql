-- title = "Logging and detection looked at"
-- why = "The caller learns what would see it."
-- techniques = ["T1518.001", "T1526"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.detectorId'), json_extract_scalar(request_parameters, '$.trailName'), json_extract_scalar(request_parameters, '$.name')) AS target
FROM events
WHERE event_source IN (
    'guardduty.amazonaws.com', 'securityhub.amazonaws.com', 'config.amazonaws.com', 'cloudtrail.amazonaws.com',
    'inspector2.amazonaws.com', 'detective.amazonaws.com', 'macie2.amazonaws.com', 'waf.amazonaws.com',
    'wafv2.amazonaws.com', 'shield.amazonaws.com', 'network-firewall.amazonaws.com'
  )
  AND regexp_like(event_name, '^(List|Get|Describe|Lookup|BatchGet)')
ORDER BY event_time, event_id
