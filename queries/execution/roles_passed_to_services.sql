-- title = "Roles handed to services"
-- why = "Handing a role to a function, instance, job or stack lets the caller act as that role; iam:PassRole itself is never logged."
-- techniques = ["T1548.005", "T1098.003"]
-- severity = "low"
-- harmless_when = "The pipeline always hands over this role."
-- next = "What may the role do? Follow the sessions that the service opened with it."
-- references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"]
-- fact = "roles_passed"
SELECT
  event_id,
  coalesce(
    regexp_extract(request_parameters, 'arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|instance-profile)/[^"\\]+'),
    regexp_extract(request_parameters, '"[iI]amInstanceProfile"\s*:\s*\{[^{}]*"name"\s*:\s*"([^"]+)"', 1)
  ) AS target,
  event_name AS detail
FROM events
WHERE event_source IN (
    'ec2.amazonaws.com', 'lambda.amazonaws.com', 'glue.amazonaws.com', 'sagemaker.amazonaws.com',
    'cloudformation.amazonaws.com', 'ecs.amazonaws.com', 'codebuild.amazonaws.com', 'codepipeline.amazonaws.com',
    'datapipeline.amazonaws.com', 'apprunner.amazonaws.com', 'states.amazonaws.com', 'batch.amazonaws.com',
    'elasticmapreduce.amazonaws.com', 'autoscaling.amazonaws.com', 'cloudcontrolapi.amazonaws.com',
    'bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com', 'scheduler.amazonaws.com', 'pipes.amazonaws.com',
    'amplify.amazonaws.com', 'imagebuilder.amazonaws.com', 'ssm.amazonaws.com', 'eks.amazonaws.com',
    'events.amazonaws.com', 'airflow.amazonaws.com', 'emr-serverless.amazonaws.com', 'codedeploy.amazonaws.com',
    'greengrass.amazonaws.com', 'iot.amazonaws.com', 'transfer.amazonaws.com', 'rds.amazonaws.com'
  )
  AND read_only = false
  AND NOT regexp_like(event_name, '^(Remove|Delete|Disassociate|Deregister)')
  AND regexp_like(
    request_parameters,
    'arn:aws[a-z-]*:iam::[0-9]{12}:(role|instance-profile)/|"(iamInstanceProfile|IamInstanceProfile)"\s*:\s*\{[^{}]*"[A-Za-z]+"'
  )
ORDER BY event_time, event_id
