-- title = "Certificate authority from outside trusted"
-- why = "Whoever holds the uploaded CA issues certificates that become sessions of roles, without any AWS key."
-- techniques = ["T1098.001", "T1484.002"]
-- severity = "high"
-- next = "Disable the anchor; list the sessions that its profiles issued."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.trustAnchorId'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.source.sourceType') AS detail
FROM events
WHERE event_source = 'rolesanywhere.amazonaws.com'
  AND event_name IN ('CreateTrustAnchor', 'UpdateTrustAnchor')
  AND coalesce(json_extract_scalar(request_parameters, '$.source.sourceType'), 'CERTIFICATE_BUNDLE') <> 'AWS_ACM_PCA'
  AND request_parameters IS NOT NULL
  -- An update that names no source keeps the authority that was trusted before.
  AND (event_name = 'CreateTrustAnchor' OR json_extract(request_parameters, '$.source') IS NOT NULL)
ORDER BY event_time, event_id
