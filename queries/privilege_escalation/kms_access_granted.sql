-- title = "Use of encryption keys granted or withdrawn"
-- why = "Whoever may use the key can read what it protects, or lock it away."
-- techniques = ["T1098", "T1548.005"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "AWS services make grants for disks and databases all day."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.granteePrincipal'),
    json_extract_scalar(request_parameters, '$.policyName')
  ) AS detail
FROM events
WHERE event_source = 'kms.amazonaws.com'
  AND event_name IN ('CreateGrant', 'PutKeyPolicy', 'RevokeGrant', 'RetireGrant')
ORDER BY event_time, event_id
