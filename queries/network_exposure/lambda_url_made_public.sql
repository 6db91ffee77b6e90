-- title = "Function URL without authentication"
-- why = "Anyone who knows the address can run the function with its role."
-- techniques = ["T1648", "T1190"]
-- severity = "high"
-- harmless_when = "A public web hook that checks its callers itself."
-- next = "Delete the URL; look for invocations."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html"]
-- fact = "function_urls_public"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.functionUrl') AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND {{ plain_event_name }} IN ('CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig')
  AND json_extract_scalar(request_parameters, '$.authType') = 'NONE'
ORDER BY event_time, event_id
