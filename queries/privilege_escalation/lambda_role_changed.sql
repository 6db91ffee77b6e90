-- title = "Role of a function exchanged"
-- why = "The code of the function, which the caller may often change or call as well, now acts with the rights of the new role."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "high"
-- harmless_when = "A deployment names the role that the function has anyway."
-- next = "Compare the role with before; what may it do? Read the code of the function."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.role') AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND {{ plain_event_name }} = 'UpdateFunctionConfiguration'
  AND json_extract_scalar(request_parameters, '$.role') IS NOT NULL
ORDER BY event_time, event_id
