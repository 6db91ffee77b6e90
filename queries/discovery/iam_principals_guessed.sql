-- title = "Users or roles guessed through refused policies"
-- why = "A policy is refused when it names a principal that does not exist: whoever writes one for each name learns who exists in another account, unseen there."
-- techniques = ["T1087.004"]
-- severity = "medium"
-- severity_otherwise = "medium"
-- harmless_when = "A typing error, or a role that was deleted before."
-- next = "List the principals that were named, and those that were not refused; warn the account."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html"]
-- rank = 3
SELECT
  event_id,
  coalesce(
    regexp_extract(error_message, '(arn:aws[a-z-]*:(?:iam|sts)::[0-9]{12}:[A-Za-z0-9+=,.@_/-]+)', 1),
    json_extract_scalar(request_parameters, '$.roleName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE error_code IS NOT NULL
  AND (
    (event_source = 'iam.amazonaws.com'
      AND event_name IN ('UpdateAssumeRolePolicy', 'CreateRole')
      AND regexp_like(error_code, '^MalformedPolicyDocument')
      AND regexp_like(coalesce(error_message, 'invalid principal'), '(?i)invalid principal'))
    OR (event_source IN (
        's3.amazonaws.com', 'kms.amazonaws.com', 'sqs.amazonaws.com', 'sns.amazonaws.com', 'ecr.amazonaws.com',
        'secretsmanager.amazonaws.com', 'lambda.amazonaws.com'
      )
      AND regexp_like(error_message, '(?i)(invalid|unsupported) principal'))
  )
ORDER BY event_time, event_id
