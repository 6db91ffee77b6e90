-- title = "Stacks or catalogue products created or changed"
-- why = "A template creates anything at all, with the role of the stack, in one call that looks like deployment."
-- techniques = ["T1648", "T1059.009", "T1578.005"]
-- severity = "medium"
-- harmless_when = "Deployment by a pipeline with a known role."
-- next = "Read the template and the events of the stack: they list everything that was made."
-- references = ["https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html"]
-- fact = "stacks_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.stackName'),
    json_extract_scalar(request_parameters, '$.stackSetName'),
    json_extract_scalar(request_parameters, '$.typeName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleARN'),
    json_extract_scalar(request_parameters, '$.templateURL')
  ) AS detail
FROM events
WHERE (event_source = 'cloudformation.amazonaws.com'
    AND event_name IN (
      'CreateStack', 'UpdateStack', 'CreateChangeSet', 'ExecuteChangeSet', 'CreateStackSet',
      'UpdateStackSet', 'CreateStackInstances', 'UpdateStackInstances', 'ImportStacksToStackSet',
      'ContinueUpdateRollback', 'RollbackStack', 'CreateStackRefactor', 'ExecuteStackRefactor',
      'ActivateType', 'RegisterType', 'SetTypeConfiguration', 'SetTypeDefaultVersion', 'PublishType',
      'CreateResource', 'UpdateResource', 'CancelUpdateStack', 'CreateUploadBucket', 'SignalResource',
      'RegisterPublisher', 'TestType', 'CreateGeneratedTemplate', 'UpdateGeneratedTemplate', 'SetAlias',
      'DeactivateOrganizationsAccess'
    ))
  OR (event_source = 'cloudcontrolapi.amazonaws.com'
    AND event_name IN ('CreateResource', 'UpdateResource'))
  OR (event_source = 'servicecatalog.amazonaws.com'
    AND event_name IN (
      'ProvisionProduct', 'UpdateProvisionedProduct', 'CreateProvisioningArtifact', 'CreateProduct',
      'CreatePortfolioShare', 'AssociatePrincipalWithPortfolio', 'ExecuteProvisionedProductServiceAction',
      'ExecuteProvisionedProductPlan', 'CreateServiceAction', 'UpdateConstraint', 'CopyProduct',
      'CreatePortfolio', 'UpdateProduct', 'UpdateProvisioningArtifact', 'AssociateProductWithPortfolio',
      'CreateConstraint', 'CreateProvisionedProductPlan', 'ImportAsProvisionedProduct',
      'UpdateProvisionedProductProperties', 'UpdateServiceAction', 'DisassociatePrincipalFromPortfolio'
    ))
  OR (event_source = 'proton.amazonaws.com'
    AND event_name IN ('CreateService', 'CreateEnvironment'))
  OR (event_source = 'ssm-quicksetup.amazonaws.com'
    AND event_name IN (
      'CreateConfigurationManager', 'UpdateConfigurationManager', 'UpdateConfigurationDefinition',
      'UpdateServiceSettings', 'DeleteConfigurationManager'
    ))
  OR (event_source = 'launchwizard.amazonaws.com'
    AND event_name = 'CreateDeployment')
  OR (event_source = 'cloudformation.amazonaws.com'
    AND event_name = 'SetStackPolicy'
    AND NOT regexp_like(coalesce(request_parameters, ''), 'Deny'))
ORDER BY event_time, event_id
