-- title = "Secrets and parameters enumerated"
-- why = "The caller learns which secrets exist; their values are not in these answers."
-- techniques = ["T1555.006", "T1580"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    json_extract_scalar(request_parameters, '$.keyId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (
  (event_source = 'secretsmanager.amazonaws.com' AND event_name IN (
    'ListSecrets',
    'DescribeSecret',
    'GetResourcePolicy',
    'ListSecretVersionIds'
  ))
  OR (event_source = 'ssm.amazonaws.com' AND event_name IN ('DescribeParameters'))
  OR (event_source = 'kms.amazonaws.com' AND event_name IN (
    'ListKeys',
    'ListAliases',
    'DescribeKey',
    'ListGrants',
    'ListKeyPolicies',
    'GetKeyPolicy',
    'GetKeyRotationStatus'
  ))
)
ORDER BY event_time, event_id
