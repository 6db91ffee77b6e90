-- title = "Right to call a function granted"
-- why = "A resource policy or URL lets others call the function, also when the leaked key is long gone."
-- techniques = ["T1098", "T1648", "T1546", "T1537"]
-- severity = "medium"
-- harmless_when = "A trigger is wired: the principal is an AWS service with a source ARN of the account."
-- next = "Read the policy (GetPolicy) and remove the statement."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.principal'),
    json_extract_scalar(request_parameters, '$.authType')
  ) AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND {{ plain_event_name }} IN (
    'AddPermission', 'AddLayerVersionPermission', 'CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig',
    'PutResourcePolicy'
  )
  -- A URL that asks for credentials of IAM is told with the configuration.
  AND NOT (
    {{ plain_event_name }} = 'UpdateFunctionUrlConfig'
    AND coalesce(json_extract_scalar(request_parameters, '$.authType'), '-') = 'AWS_IAM'
    AND json_extract(request_parameters, '$.cors') IS NULL
  )
ORDER BY event_time, event_id
