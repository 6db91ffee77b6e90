-- title = "Rights of Cognito users widened or mapped anew"
-- why = "Roles, groups and tags decide which credentials of AWS a user of the pool gets."
-- techniques = ["T1098.003"]
-- severity = "medium"
-- harmless_when = "An application gives its users their groups."
-- next = "Which role stands behind the group or the pool, and what does it allow?"
-- references = ["https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html", "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identityPoolId'),
    json_extract_scalar(request_parameters, '$.username'),
    json_extract_scalar(request_parameters, '$.userPoolId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.groupName') AS detail
FROM events
WHERE (event_source = 'cognito-identity.amazonaws.com'
    AND event_name IN ('SetIdentityPoolRoles', 'SetPrincipalTagAttributeMap'))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'AdminAddUserToGroup')
ORDER BY event_time, event_id
