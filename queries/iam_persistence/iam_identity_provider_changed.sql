-- title = "Identity providers added or changed"
-- why = "Whoever controls a provider can sign in as any role that trusts it."
-- techniques = ["T1484.002"]
-- severity = "high"
-- next = "Check the provider against your own; remove roles that trust it."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.sAMLProviderArn'),
    json_extract_scalar(request_parameters, '$.url'),
    json_extract_scalar(request_parameters, '$.openIDConnectProviderArn'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN (
    'CreateSAMLProvider', 'UpdateSAMLProvider', 'RemoveClientIDFromOpenIDConnectProvider',
    'AcceptDelegationRequest', 'CreateDelegationRequest', 'AssociateDelegationRequest',
    'CreateOpenIDConnectProvider', 'AddClientIDToOpenIDConnectProvider',
    'UpdateOpenIDConnectProviderThumbprint', 'SendDelegationToken', 'UpdateDelegationRequest'
  )
ORDER BY event_time, event_id
