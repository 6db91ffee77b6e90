-- title = "Federated session with every right of the user"
-- why = "The session policy narrows nothing, so the session can do all that the user can, for up to 36 hours, even when the key is deactivated."
-- techniques = ["T1550.001", "T1078.004"]
-- severity = "high"
-- harmless_when = "An old console broker of the company."
-- next = "Deny sessions issued before now for this user (aws:TokenIssueTime); a deactivated key does not end them."
-- references = ["https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(response_elements, '$.federatedUser.arn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com'
  AND event_name = 'GetFederationToken'
  AND (
    regexp_like(request_parameters, ':policy/(AdministratorAccess|IAMFullAccess|PowerUserAccess)"')
    OR (
      regexp_like(replace(request_parameters, '\"', '"'), '"Action"\s*:\s*(\[\s*)?"\*(:\*)?"')
      AND regexp_like(replace(request_parameters, '\"', '"'), '"Effect"\s*:\s*"Allow"')
    )
  )
ORDER BY event_time, event_id
