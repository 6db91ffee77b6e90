-- title = "Data or services shared"
-- why = "A share lets other principals, accounts or networks in without any policy being written."
-- techniques = ["T1537"]
-- severity = "medium"
-- fact = "resource_policies_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.domainName'),
    json_extract_scalar(request_parameters, '$.fileSystemId'),
    json_extract_scalar(request_parameters, '$.backupVaultName'),
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    regexp_extract(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), '[0-9]{12}'),
    json_extract_scalar(request_parameters, '$.principal')
  ) AS detail
FROM events
WHERE (event_source = 'lakeformation.amazonaws.com'
    AND event_name IN (
      'GrantPermissions', 'BatchGrantPermissions', 'RegisterResource',
      'RegisterResourceWithPrivilegedAccess', 'CreateLakeFormationOptIn', 'AddLFTagsToResource',
      'CreateDataCellsFilter', 'UpdateDataCellsFilter', 'UpdateResource'
    ))
  OR (event_source = 'neptune-graph.amazonaws.com'
    AND event_name = 'CreatePrivateGraphEndpoint')
  OR (event_source = 'ram.amazonaws.com'
    AND event_name IN (
      'AssociateResourceSharePermission', 'AcceptResourceShareInvitation',
      'EnableSharingWithAwsOrganization', 'CreatePermission', 'CreatePermissionVersion',
      'SetDefaultPermissionVersion', 'ReplacePermissionAssociations',
      'PromoteResourceShareCreatedFromPolicy', 'PromotePermissionCreatedFromPolicy',
      'DisassociateResourceSharePermission'
    ))
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name IN (
      'UpdateDashboardPermissions', 'UpdateDataSetPermissions', 'UpdateDataSourcePermissions',
      'UpdateAnalysisPermissions', 'UpdateFolderPermissions', 'CreateIAMPolicyAssignment',
      'UpdateIAMPolicyAssignment', 'CreateNamespace', 'SetGroupMapping'
    ))
  OR (event_source = 'servicecatalog.amazonaws.com'
    AND event_name IN (
      'CreatePortfolioShare', 'AcceptPortfolioShare', 'UpdatePortfolioShare', 'PutResourcePolicy'
    ))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('DeleteResourcePolicy', 'RegisterNamespace', 'ModifyEndpointAccess'))
  OR (event_source = 'kafka.amazonaws.com'
    AND event_name IN ('DeleteClusterPolicy', 'BatchAssociateScramSecret'))
  OR (event_source = 'es.amazonaws.com'
    AND event_name = 'AuthorizeVpcEndpointAccess')
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN ('DeleteModelPackageGroupPolicy', 'DeleteResourcePolicy'))
  OR (event_source = 'billing.amazonaws.com'
    AND event_name = 'PutResourcePolicy')
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name = 'PutResourcePolicy')
  OR (event_source = 'resource-groups.amazonaws.com'
    AND event_name = 'PutGroupPolicy')
  OR (event_source = 'ssm-contacts.amazonaws.com'
    AND event_name = 'PutContactPolicy')
  OR (event_source = 'resource-explorer-2.amazonaws.com'
    AND event_name = 'PutResourcePolicy')
  OR (event_source = 'auditmanager.amazonaws.com'
    AND event_name = 'StartAssessmentFrameworkShare')
  OR (event_source = 'wafv2.amazonaws.com'
    AND event_name = 'PutPermissionPolicy')
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} IN ('PutResourcePolicy', 'DeleteResourcePolicy'))
  OR (event_source = 'servicediscovery.amazonaws.com'
    AND event_name = 'PutResourcePolicy')
  OR (event_source = 'networkmanager.amazonaws.com'
    AND event_name = 'PutResourcePolicy')
  OR (event_source = 'network-firewall.amazonaws.com'
    AND event_name = 'PutResourcePolicy')
  OR (event_source = 'xray.amazonaws.com'
    AND event_name = 'PutResourcePolicy')
  OR (event_source = 'ram.amazonaws.com'
    AND event_name IN ('CreateResourceShare', 'AssociateResourceShare', 'UpdateResourceShare')
    AND coalesce(json_extract_scalar(request_parameters, '$.allowExternalPrincipals'), 'true') <> 'false')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name = 'UpdatePublicSharingSettings'
    AND coalesce(json_extract_scalar(request_parameters, '$.publicSharingEnabled'), 'true') <> 'false')
  OR (event_source = 'lakeformation.amazonaws.com'
    AND event_name = 'PutDataLakeSettings'
    AND (
      regexp_like(
        request_parameters,
        '"dataLakePrincipalIdentifier"|:\s*"?true|"(externalDataFilteringAllowList|trustedResourceOwners|authorizedSessionTagValueList)"\s*:\s*\[\s*["{]'
      )
      OR NOT regexp_like(coalesce(request_parameters, ''), '"dataLakeSettings"')
    ))
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name = 'UpdateAccountSettings'
    AND json_extract_scalar(request_parameters, '$.notificationEmail') IS NOT NULL)
ORDER BY event_time, event_id
