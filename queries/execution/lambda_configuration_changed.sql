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
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.role'),
    json_extract_scalar(request_parameters, '$.layers[0]')
  ) AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '') IN (
    'UpdateFunctionConfiguration', 'UpdateFunctionEventInvokeConfig', 'PutFunctionEventInvokeConfig',
    'PutRuntimeManagementConfig', 'UpdateWebFunctionEndpoint', 'PutProvisionedConcurrencyConfig',
    'PutFunctionConcurrency', 'DeleteFunctionConcurrency', 'PutFunctionRecursionConfig',
    'UpdateFunctionUrlConfig'
  )
ORDER BY event_time, event_id
