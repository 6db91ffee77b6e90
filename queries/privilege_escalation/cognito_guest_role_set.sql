-- title = "Role given to guests of an identity pool"
-- why = "Anyone who knows the pool gets credentials of this role without signing in."
-- techniques = ["T1098.003", "T1078.004"]
-- severity = "high"
-- harmless_when = "A public app lets its guests read public data."
-- next = "Read what the role allows; take it from the guests."
-- references = ["https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identityPoolId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.roles.unauthenticated') AS detail
FROM events
WHERE event_source = 'cognito-identity.amazonaws.com'
  AND event_name = 'SetIdentityPoolRoles'
  AND json_extract_scalar(request_parameters, '$.roles.unauthenticated') IS NOT NULL
ORDER BY event_time, event_id
