-- title = "User, group or role forbidden everything"
-- why = "A deny outweighs every right: the owner of the identity is shut out, or AWS services that work with the role stand still."
-- techniques = ["T1531"]
-- severity = "medium"
-- harmless_when = "A responder locks a leaked identity."
-- next = "Whose identity is it? Remove the policy with one that is not denied."
-- references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"]
-- tells_of = ["identity_locked_out"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyName'), json_extract_scalar(request_parameters, '$.policyArn')
  ) AS detail
FROM events
-- A deny under a condition is no lock: that is how sessions from before a time are ended.
WHERE (event_source = 'iam.amazonaws.com'
  AND event_name IN ('PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy')
  AND NOT regexp_like(coalesce(request_parameters, ''), 'Condition')
  AND regexp_like(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(
      json_extract_scalar(request_parameters, '$.policyDocument'),
      json_format(json_extract(request_parameters, '$.policyDocument'))
    ), '\n', ' '), '%7B', '{'), '%7D', '}'), '%5B', '['), '%5D', ']'), '%22', '"'), '%3A', ':'), '%2A', '*'), '%20', ' '),
    '"Effect"\s*:\s*"Deny"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"|"Effect"\s*:\s*"Deny"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"|"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Effect"\s*:\s*"Deny"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"|"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Effect"\s*:\s*"Deny"|"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Effect"\s*:\s*"Deny"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"|"Resource"\s*:\s*(\[\s*)?"\*"[^{}]*"Action"\s*:\s*(\[\s*)?"\*(:\*)?"[^{}]*"Effect"\s*:\s*"Deny"'
  ))
  OR (event_source = 'iam.amazonaws.com'
    AND event_name IN ('AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy')
    AND json_extract_scalar(request_parameters, '$.policyArn') = 'arn:aws:iam::aws:policy/AWSDenyAll')
ORDER BY event_time, event_id
