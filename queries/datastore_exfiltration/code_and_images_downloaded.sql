-- title = "Code or container images downloaded"
-- why = "Code and images show how the systems work, and hold credentials more often than they should; GetFunction returns a link to the code, and the environment variables."
-- techniques = ["T1213.003", "T1552.001", "T1530", "T1525"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "Consoles, clusters and builds read code and pull images all day."
-- next = "Which code or image, and from which address? Change the secrets in it."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html", "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html"]
-- fact = "code_read"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.repository'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.filePath'),
    json_extract_scalar(request_parameters, '$.package')
  ) AS detail
FROM events
WHERE (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN ('GetFunction', 'GetLayerVersion', 'GetLayerVersionByArn'))
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name IN ('GitPull', 'GetFile', 'GetBlob', 'GetFolder'))
  OR (event_source = 'codeartifact.amazonaws.com'
    AND event_name IN ('GetPackageVersionAsset', 'ReadFromRepository'))
  OR (event_source = 'codepipeline.amazonaws.com'
    AND event_name IN ('GetJobDetails', 'GetThirdPartyJobDetails'))
  OR (event_source = 'elasticbeanstalk.amazonaws.com'
    AND event_name IN ('RetrieveEnvironmentInfo', 'RequestEnvironmentInfo'))
  OR (event_source = 'amplify.amazonaws.com'
    AND event_name = 'GetArtifactUrl')
  OR (event_source = 'serverlessrepo.amazonaws.com'
    AND event_name = 'GetCloudFormationTemplate')
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name IN ('BatchGetImage', 'GetDownloadUrlForLayer'))
  OR (event_source IN ('ecr.amazonaws.com', 'ecr-public.amazonaws.com')
    AND event_name = 'BatchCheckLayerAvailability')
ORDER BY event_time, event_id
