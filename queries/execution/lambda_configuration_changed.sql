-- title = "Function configuration changed"
-- why = "Environment, role, handler and layers decide what code runs and as whom."
-- techniques = ["T1648", "T1578.005"]
-- severity = "low"
-- harmless_when = "A deployment pipeline sets variables."
-- next = "Compare the configuration with the source."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.role'),
    json_extract_scalar(request_parameters, '$.layers[0]')
  ) AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND {{ plain_event_name }} IN (
    'UpdateFunctionConfiguration', 'UpdateFunctionEventInvokeConfig', 'PutFunctionEventInvokeConfig',
    'PutRuntimeManagementConfig', 'UpdateWebFunctionEndpoint', 'PutProvisionedConcurrencyConfig',
    'PutFunctionConcurrency', 'DeleteFunctionConcurrency', 'PutFunctionRecursionConfig',
    'UpdateFunctionUrlConfig'
  )
ORDER BY event_time, event_id
