-- title = "Identities and permissions enumerated"
-- why = "The caller learns who exists and what each may do."
-- techniques = ["T1087.004", "T1069.003"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.policyArn'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source IN (
      'iam.amazonaws.com', 'sso.amazonaws.com', 'sso-directory.amazonaws.com', 'identitystore.amazonaws.com',
      'organizations.amazonaws.com', 'account.amazonaws.com', 'access-analyzer.amazonaws.com',
      'cognito-idp.amazonaws.com', 'cognito-identity.amazonaws.com', 'rolesanywhere.amazonaws.com'
    )
    AND regexp_like(event_name, '^(List|Get|Describe|Simulate|GenerateCredentialReport|GenerateServiceLastAccessed|Search)')
    AND event_name NOT IN ('GetAccountPasswordPolicy', 'GetCredentialsForIdentity', 'GetRoleCredentials', 'GetOpenIdToken', 'GetId', 'GetTokensFromRefreshToken'))
  OR (event_source = 'eks.amazonaws.com'
    AND event_name IN (
      'DescribeAccessEntry', 'ListAccessEntries', 'ListAssociatedAccessPolicies', 'ListAccessPolicies',
      'DescribePodIdentityAssociation', 'ListPodIdentityAssociations'
    ))
  OR (event_source = 'aoss.amazonaws.com'
    AND event_name IN ('ListAccessPolicies', 'GetAccessPolicy', 'ListSecurityPolicies', 'GetSecurityPolicy'))
ORDER BY event_time, event_id
