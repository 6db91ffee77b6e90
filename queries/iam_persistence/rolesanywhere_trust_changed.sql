-- title = "Roles Anywhere trust added"
-- why = "A certificate authority of the caller's own gives role sessions from anywhere."
-- techniques = ["T1098.001", "T1484.002"]
-- severity = "medium"
-- next = "Disable the trust anchor and the profile; look for CreateSession calls."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.trustAnchorId'),
    json_extract_scalar(request_parameters, '$.profileId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'rolesanywhere.amazonaws.com' AND event_name IN (
    'CreateTrustAnchor',
    'UpdateTrustAnchor',
    'EnableTrustAnchor',
    'CreateProfile',
    'UpdateProfile',
    'EnableProfile',
    'ImportCrl',
    'UpdateCrl',
    'EnableCrl',
    'DisableCrl',
    'PutAttributeMapping'
  )
ORDER BY event_time, event_id
