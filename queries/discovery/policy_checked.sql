-- title = "Policies and paths tried, decoded or indexed"
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
      'CheckAccessNotGranted', 'CheckNoNewAccess', 'CheckNoPublicAccess', 'ValidatePolicy',
      'StartPolicyGeneration', 'CreateAccessPreview', 'StartResourceScan', 'GenerateFindingRecommendation'
    ))
  OR (event_source = 'sts.amazonaws.com' AND event_name IN ('DecodeAuthorizationMessage'))
  OR (event_source = 'cognito-idp.amazonaws.com' AND event_name IN ('AdminGetUser', 'AdminListGroupsForUser'))
  OR (event_source = 'identitystore.amazonaws.com' AND event_name IN ('IsMemberInGroups'))
  OR (event_source = 'iam.amazonaws.com' AND event_name IN ('GenerateOrganizationsAccessReport'))
)
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'CreateNetworkInsightsPath', 'StartNetworkInsightsAnalysis', 'CreateNetworkInsightsAccessScope',
      'StartNetworkInsightsAccessScopeAnalysis'
    ))
  OR (event_source = 'resource-explorer-2.amazonaws.com'
    AND event_name IN (
      'CreateIndex', 'CreateView', 'UpdateIndexType', 'CreateResourceExplorerSetup', 'AssociateDefaultView',
      'UpdateView'
    ))
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name = 'StartResourceScan')
  OR (event_source = 'verifiedpermissions.amazonaws.com'
    AND event_name IN ('IsAuthorized', 'BatchIsAuthorized', 'IsAuthorizedWithToken'))
ORDER BY event_time, event_id
