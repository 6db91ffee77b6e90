-- title = "Secret opened to everybody or another account"
-- why = "The policy lets an outsider read the secret."
-- techniques = ["T1537", "T1555.006"]
-- severity = "high"
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'secretsmanager.amazonaws.com'
  AND event_name = 'PutResourcePolicy'
  AND (
    regexp_like(
      replace(replace(request_parameters, '\"', '"'), '\n', ' '),
      '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*"Effect"\s*:\s*"Allow"[^{}]*\}'
    )
    OR regexp_like(
      replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''),
      '"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*\{[^{}]*[0-9]{12}|"Principal"\s*:\s*\{[^{}]*[0-9]{12}[^{}]*\}[^{}]*"Effect"\s*:\s*"Allow"'
    )
  )
ORDER BY event_time, event_id
