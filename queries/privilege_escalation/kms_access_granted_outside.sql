-- title = "Encryption key opened to everybody or to another account"
-- why = "Another account can now use the key, or the owner is shut out of it."
-- techniques = ["T1098", "T1486"]
-- severity = "high"
-- next = "Revoke the grant or restore the policy before the key is used against its data."
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(response_elements, '$.keyMetadata.arn'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.granteePrincipal'),
    json_extract_scalar(request_parameters, '$.policyName')
  ) AS detail
FROM events
WHERE (event_source = 'kms.amazonaws.com'
    AND event_name = 'CreateGrant'
    AND regexp_like(
      replace(coalesce(json_extract_scalar(request_parameters, '$.granteePrincipal'), ''), coalesce(recipient_account_id, '-'), ''),
      '(^|::|:)[0-9]{12}(:|$)|^\*$'
    ))
  OR (event_source = 'kms.amazonaws.com'
    AND event_name IN ('PutKeyPolicy', 'CreateKey')
    AND (
    regexp_like(
      replace(replace(request_parameters, '\"', '"'), '\n', ' '),
      '\{[^{}]*"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*\}|\{[^{}]*"Principal"\s*:\s*("\*"|\{[^{}]*"AWS"\s*:\s*(\[[^\]]*)?"\*"[^{}]*\})[^{}]*"Effect"\s*:\s*"Allow"[^{}]*\}'
    )
    OR regexp_like(
      replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''),
      '"Effect"\s*:\s*"Allow"[^{}]*"Principal"\s*:\s*\{[^{}]*[0-9]{12}|"Principal"\s*:\s*\{[^{}]*[0-9]{12}[^{}]*\}[^{}]*"Effect"\s*:\s*"Allow"'
    )
  ))
ORDER BY event_time, event_id
