-- title = "Function given a layer of another account"
-- why = "A layer is code that runs inside the function; its owner can read what the function handles."
-- techniques = ["T1574", "T1546"]
-- severity = "medium"
-- harmless_when = "A layer of a vendor that the owner uses, such as monitoring."
-- next = "Read the layer version (GetLayerVersionByArn); remove it."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.layers[0]') AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND {{ plain_event_name }} IN ('UpdateFunctionConfiguration', 'CreateFunction')
  AND regexp_like(
    replace(json_format(json_extract(request_parameters, '$.layers')), coalesce(recipient_account_id, '-'), ''),
    ':lambda:[^:"]*:[0-9]{12}:layer:'
  )
ORDER BY event_time, event_id
