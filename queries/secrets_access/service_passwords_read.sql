-- title = "Passwords, keys and tokens that services keep were read"
-- why = "The answer holds a password, a token or a key in the clear; Glue leaves it out only when asked to."
-- techniques = ["T1552", "T1555.006"]
-- severity = "high"
-- next = "Change what was read."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.relationalDatabaseName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  event_name AS detail
FROM events
WHERE (event_source = 'lightsail.amazonaws.com' AND event_name IN ('GetRelationalDatabaseMasterUserPassword', 'DownloadDefaultKeyPair'))
  OR (event_source = 'events.amazonaws.com' AND event_name = 'RetrieveConnectionCredentials')
  OR (event_source = 'bedrock-agentcore.amazonaws.com'
    AND event_name IN ('GetResourceApiKey', 'GetResourceOauth2Token', 'GetResourcePaymentToken'))
  OR (event_source = 'storagegateway.amazonaws.com' AND event_name = 'DescribeChapCredentials')
  OR (event_source = 'states.amazonaws.com' AND event_name = 'RevealSecrets')
  OR (event_source = 'glue.amazonaws.com' AND event_name = 'RefreshOAuth2Tokens')
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name IN ('GetApiKey', 'GetApiKeys')
    AND regexp_like(request_parameters, '"includeValues?"\s*:\s*"?true'))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name IN ('GetConnection', 'GetConnections')
    AND coalesce(json_extract_scalar(request_parameters, '$.hidePassword'), 'false') = 'false')
ORDER BY event_time, event_id
