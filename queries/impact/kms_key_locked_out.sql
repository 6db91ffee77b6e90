-- title = "Key policy set past the check that keeps the owner in"
-- why = "KMS refuses a policy that would shut out the one who sets it, unless the check is bypassed: with such a policy nobody of the account may be able to use the key or to get it back."
-- techniques = ["T1486", "T1531"]
-- severity = "high"
-- harmless_when = "A key for one service alone, made so on purpose."
-- next = "Who may change the policy now? If nobody, ask AWS Support at once; copy the data while the key still works."
-- references = ["https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(response_elements, '$.keyMetadata.arn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.policyName') AS detail
FROM events
WHERE event_source = 'kms.amazonaws.com'
  AND event_name IN ('PutKeyPolicy', 'CreateKey', 'ReplicateKey')
  AND json_extract_scalar(request_parameters, '$.bypassPolicyLockoutSafetyCheck') = 'true'
ORDER BY event_time, event_id
