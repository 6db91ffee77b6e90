-- title = "Stacks, builds or pipelines created or run"
-- why = "Templates and builds run with roles of their own."
-- techniques = ["T1648", "T1651", "T1578.005"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.stackName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.projectName'),
    json_extract_scalar(request_parameters, '$.pipeline.name'),
    json_extract_scalar(request_parameters, '$.changeSetName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'cloudformation.amazonaws.com' AND event_name IN (
    'CreateStack',
    'UpdateStack',
    'CreateChangeSet',
    'ExecuteChangeSet',
    'CreateStackSet',
    'UpdateStackSet',
    'CreateStackInstances',
    'RegisterType'
  ))
  OR (event_source = 'codebuild.amazonaws.com' AND event_name IN (
    'CreateProject',
    'UpdateProject',
    'StartBuild',
    'StartBuildBatch',
    'ImportSourceCredentials',
    'CreateWebhook'
  ))
  OR (event_source = 'codepipeline.amazonaws.com' AND event_name IN ('CreatePipeline', 'UpdatePipeline', 'StartPipelineExecution'))
  OR (event_source = 'amplify.amazonaws.com' AND event_name IN ('CreateApp', 'CreateBranch', 'StartJob'))
  OR (event_source = 'codedeploy.amazonaws.com' AND event_name IN ('CreateDeployment'))
  OR (event_source = 'codestar.amazonaws.com' AND event_name IN ('CreateProject'))
  OR (event_source = 'cloud9.amazonaws.com' AND event_name IN ('CreateEnvironmentEC2', 'CreateEnvironmentMembership'))
  OR (event_source = 'proton.amazonaws.com' AND event_name IN ('CreateService'))
)
ORDER BY event_time, event_id
