-- title = "Guests of an identity pool allowed"
-- why = "Anyone who knows the pool gets credentials of its guest role without signing in."
-- techniques = ["T1098", "T1078.004"]
-- severity = "high"
-- next = "Switch guests off; read what the guest role allows."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identityPoolName'),
    json_extract_scalar(request_parameters, '$.identityPoolId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'cognito-identity.amazonaws.com'
  AND event_name IN ('CreateIdentityPool', 'UpdateIdentityPool')
  AND json_extract_scalar(request_parameters, '$.allowUnauthenticatedIdentities') = 'true'
ORDER BY event_time, event_id
