-- title = "Policies tried or decoded"
-- why = "Checking what a policy would allow tells the caller how far it can go."
-- techniques = ["T1069.003", "T1580"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  event_name AS target
FROM events
WHERE (
  (event_source = 'access-analyzer.amazonaws.com' AND event_name IN (
    'CheckAccessNotGranted',
    'CheckNoNewAccess',
    'CheckNoPublicAccess',
    'ValidatePolicy',
    'StartPolicyGeneration',
    'CreateAccessPreview'
  ))
  OR (event_source = 'sts.amazonaws.com' AND event_name IN ('DecodeAuthorizationMessage'))
  OR (event_source = 'cognito-idp.amazonaws.com' AND event_name IN ('AdminGetUser', 'AdminListGroupsForUser'))
  OR (event_source = 'identitystore.amazonaws.com' AND event_name IN ('IsMemberInGroups'))
  OR (event_source = 'iam.amazonaws.com' AND event_name IN ('GenerateOrganizationsAccessReport'))
)
ORDER BY event_time, event_id
