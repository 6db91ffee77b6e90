-- title = "API method without authentication"
-- why = "Anyone who knows the address can call it."
-- techniques = ["T1190", "T1133"]
-- severity = "high"
-- harmless_when = "A public API that authenticates by itself."
-- next = "Read what stands behind the method."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.restApiId'),
    json_extract_scalar(request_parameters, '$.apiId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.routeKey') AS detail
FROM events
WHERE (event_source = 'apigateway.amazonaws.com'
    AND ((event_name IN ('PutMethod', 'UpdateMethod', 'CreateRoute', 'UpdateRoute')
        AND regexp_like(request_parameters, '(?i)"authorizationType"\s*:\s*"NONE"'))
      OR (event_name IN ('CreateRestApi', 'UpdateRestApi', 'UpdateRestApiPolicy')
        AND (
      regexp_like(
        replace(replace(request_parameters, '\"', '"'), '\n', ' '),
        '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*"Effect"\s*:\s*"Allow"[^{}]*\}'
      )
      OR regexp_like(
        replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''),
        '"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*\{[^{}]*[0-9]{12}|"Principal"\s*:\s*\{[^{}]*[0-9]{12}[^{}]*\}[^{}]*"Effect"\s*:\s*"Allow"'
      )
    ))))
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name IN ('CreateGraphqlApi', 'UpdateGraphqlApi')
    AND regexp_like(request_parameters, '"authenticationType"\s*:\s*"API_KEY"'))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'UpdateMethod'
    AND regexp_like(
      request_parameters,
      '"path"\s*:\s*"/authorizationType"[^{}]*"value"\s*:\s*"NONE"|"value"\s*:\s*"NONE"[^{}]*"path"\s*:\s*"/authorizationType"'
    ))
ORDER BY event_time, event_id
