-- title = "Function code or layers created or replaced"
-- why = "Code in a function runs with the role of the function whenever it is triggered: persistence and execution in one."
-- techniques = ["T1648", "T1525", "T1546"]
-- severity = "medium"
-- harmless_when = "A deployment pipeline releases a version."
-- next = "Compare the code with the release (GetFunction gives it); look at the triggers and the role."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html", "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html"]
-- fact = "functions_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.role') AS detail
FROM events
WHERE (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN (
      'CreateFunction', 'UpdateFunctionCode', 'PublishLayerVersion', 'PublishVersion', 'UpdateAlias',
      'CreateAlias', 'CreateWebFunction', 'CreateWebFunctionRevision', 'CreateMicrovmImage',
      'UpdateMicrovmImage', 'RunMicrovm', 'CreateRuntimeVersion'
    ))
  OR (event_source = 'serverlessrepo.amazonaws.com'
    AND event_name IN (
      'CreateCloudFormationTemplate', 'CreateCloudFormationChangeSet', 'CreateApplicationVersion'
    ))
ORDER BY event_time, event_id
