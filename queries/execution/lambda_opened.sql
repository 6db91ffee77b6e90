-- title = "Function or layer opened to everyone or to another account"
-- why = "Anyone named here can run the function with its role, or use the layer: a back door that needs no key."
-- techniques = ["T1098", "T1648"]
-- severity = "high"
-- harmless_when = "A partner account calls the function by contract."
-- next = "Remove the statement; look for calls from that account."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html"]
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.principal') AS detail
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND {{ plain_event_name }} IN (
    'AddPermission', 'AddLayerVersionPermission', 'PutResourcePolicy'
  )
  AND (
    json_extract_scalar(request_parameters, '$.principal') = '*'
    OR (
      regexp_like(json_extract_scalar(request_parameters, '$.principal'), '[0-9]{12}')
      AND regexp_extract(json_extract_scalar(request_parameters, '$.principal'), '[0-9]{12}') <> recipient_account_id
    )
    -- A whole policy: a statement for everybody without a condition, or one that names another account.
    OR regexp_like(
      replace(replace(request_parameters, '\"', '"'), '\n', ' '),
      '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*"Effect"\s*:\s*"Allow"[^{}]*\}'
    )
    OR regexp_like(
      replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''),
      '"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*\{[^{}]*[0-9]{12}|"Principal"\s*:\s*\{[^{}]*[0-9]{12}[^{}]*\}[^{}]*"Effect"\s*:\s*"Allow"'
    )
  )
ORDER BY event_time, event_id
