-- Sessions that these identity providers and trust anchors handed out.
SELECT * FROM events
WHERE event_source IN ('sts.amazonaws.com', 'rolesanywhere.amazonaws.com')
  AND (
    json_extract_scalar(request_parameters, '$.principalArn') IN ({{ issuers }})
    OR json_extract_scalar(request_parameters, '$.trustAnchorArn') IN ({{ issuers }})
    OR json_extract_scalar(response_elements, '$.provider') IN ({{ issuers }})
  )
ORDER BY event_time, event_id
