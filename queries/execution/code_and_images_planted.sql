-- title = "Code, packages or images pushed or imported, or repositories made for them"
-- why = "What is pushed is built, started or imported by others later, with whatever was put into it."
-- techniques = ["T1525", "T1204.003", "T1677", "T1195.002"]
-- severity = "medium"
-- harmless_when = "Developers and build pipelines publish their work."
-- next = "Compare with the source and the build; find everything that runs it."
-- references = ["https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html", "https://docs.aws.amazon.com/codecommit/latest/APIReference/API_PutFile.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.domain'),
    json_extract_scalar(request_parameters, '$.imageId'),
    json_extract_scalar(response_elements, '$.imageId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.imageTag'),
    json_extract_scalar(request_parameters, '$.branchName'),
    json_extract_scalar(request_parameters, '$.package')
  ) AS detail
FROM events
WHERE (event_source = 'ecr.amazonaws.com'
    AND event_name IN (
      'CreateRepository', 'BatchImportUpstreamImage', 'CreatePullThroughCacheRule',
      'UpdatePullThroughCacheRule', 'PutReplicationConfiguration', 'CreateRepositoryCreationTemplate',
      'UpdateRepositoryCreationTemplate', 'DeletePullThroughCacheRule', 'ReplicateImage'
    ))
  OR (event_source IN ('ecr.amazonaws.com', 'ecr-public.amazonaws.com')
    AND event_name IN (
      'PutImage', 'InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'RegisterImage', 'ImportImage', 'ImportInstance', 'ImportSnapshot', 'ImportVolume',
      'CreateRestoreImageTask', 'RestoreImageFromRecycleBin', 'EnableImage', 'CreateFpgaImage'
    ))
  OR (event_source = 'imagebuilder.amazonaws.com'
    AND event_name IN (
      'CreateComponent', 'CreateImage', 'CreateImageRecipe', 'CreateContainerRecipe', 'CreateImagePipeline',
      'UpdateImagePipeline', 'StartImagePipelineExecution', 'ImportComponent', 'ImportVmImage',
      'ImportDiskImage', 'UpdateDistributionConfiguration', 'UpdateInfrastructureConfiguration',
      'DistributeImage', 'CreateInfrastructureConfiguration', 'CreateDistributionConfiguration',
      'CreateWorkflow', 'CreateLifecyclePolicy', 'RetryImage', 'SendWorkflowStepAction'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'RegisterContainerImage')
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'CreateImage', 'CreateImageVersion', 'CreateAppImageConfig', 'CreateModelPackage', 'CreateHub',
      'ImportHubContent', 'CreateModelPackageGroup', 'UpdateModelPackage', 'UpdateImage', 'UpdateImageVersion',
      'CreateAlgorithm', 'DeployHubModel'
    ))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN (
      'ImportWorkspaceImage', 'ImportCustomWorkspaceImage', 'CreateUpdatedWorkspaceImage'
    ))
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name IN (
      'GitPush', 'PutFile', 'CreateCommit', 'CreateBranch', 'UpdateDefaultBranch',
      'MergeBranchesByFastForward', 'MergeBranchesBySquash', 'MergeBranchesByThreeWay',
      'MergePullRequestByFastForward', 'MergePullRequestBySquash', 'MergePullRequestByThreeWay',
      'CreatePullRequest', 'UpdatePullRequestApprovalState', 'CreateRepository', 'UpdateRepositoryName',
      'CreateUnreferencedMergeCommit', 'UpdatePullRequestStatus', 'UpdateRepositoryEncryptionKey'
    ))
  OR (event_source = 'codeartifact.amazonaws.com'
    AND event_name IN (
      'PublishPackageVersion', 'CopyPackageVersions', 'UpdatePackageVersionsStatus',
      'AssociateExternalConnection', 'UpdateRepository', 'CreateRepository', 'CreateDomain',
      'CreatePackageGroup', 'UpdatePackageGroup', 'DisassociateExternalConnection'
    ))
  OR (event_source = 'serverlessrepo.amazonaws.com'
    AND event_name IN ('CreateApplication', 'UpdateApplication', 'PutApplicationPolicy'))
  OR (event_source = 'codeartifact.amazonaws.com'
    AND event_name IN ('PutPackageOriginConfiguration', 'UpdatePackageGroupOriginConfiguration')
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"BLOCK"')
      OR regexp_like(request_parameters, '"ALLOW[A-Z_]*"')
    ))
ORDER BY event_time, event_id
