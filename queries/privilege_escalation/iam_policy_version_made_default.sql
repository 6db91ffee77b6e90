-- title = "Policy version that takes effect at once"
-- why = "The version in force decides what everybody attached to the policy may do; an older one may allow more than today."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "high"
-- harmless_when = "Infrastructure code updates its own policies."
-- next = "Compare the versions; set the former one as default again."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html"]
-- severity_otherwise = "medium"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.versionId') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND (
    event_name = 'SetDefaultPolicyVersion'
    -- What the document allows, the questions about policies tell; here it is a version that nobody can read.
    OR (event_name = 'CreatePolicyVersion'
      AND json_extract_scalar(request_parameters, '$.setAsDefault') = 'true'
      AND json_extract(request_parameters, '$.policyDocument') IS NULL)
  )
ORDER BY event_time, event_id
