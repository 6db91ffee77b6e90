-- title = "Credentials of other services issued"
-- why = "These tokens open registries, databases and package stores."
-- techniques = ["T1550.001", "T1528"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identityId'),
    json_extract_scalar(request_parameters, '$.roleArn'),
    json_extract_scalar(request_parameters, '$.clusterIdentifier'),
    json_extract_scalar(request_parameters, '$.domain'),
    json_extract_scalar(request_parameters, '$.clusterName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'cognito-identity.amazonaws.com' AND event_name IN (
    'GetCredentialsForIdentity',
    'GetOpenIdToken',
    'GetOpenIdTokenForDeveloperIdentity'
  ))
  OR (event_source = 'rolesanywhere.amazonaws.com' AND event_name IN ('CreateSession'))
  OR (event_source = 'sso.amazonaws.com' AND event_name IN ('GetRoleCredentials'))
  OR (event_source = 'redshift.amazonaws.com' AND event_name IN ('GetClusterCredentials', 'GetClusterCredentialsWithIAM'))
  OR (event_source = 'ecr.amazonaws.com' AND event_name IN ('GetAuthorizationToken'))
  OR (event_source = 'codeartifact.amazonaws.com' AND event_name IN ('GetAuthorizationToken'))
)
ORDER BY event_time, event_id
