-- title = "Role opened to another account or to everybody"
-- why = "An account outside the organisation, everybody, or an identity provider may now assume the role."
-- techniques = ["T1098.003", "T1484.002"]
-- severity = "high"
-- severity_otherwise = "medium"
-- harmless_when = "The other account is yours or a vendor's that you know."
-- next = "Restore the trust policy and revoke the role's sessions."
-- tells_of = ["opened_to_outsiders"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleName'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyDocument'),
    json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument')
  ) AS detail
FROM events
-- Effect and principal must stand in one statement: between them nothing is opened that is not closed again.
WHERE event_source = 'iam.amazonaws.com'
  AND event_name IN ('UpdateAssumeRolePolicy', 'CreateRole')
  AND regexp_like(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(
      json_extract_scalar(request_parameters, '$.policyDocument'),
      json_extract_scalar(request_parameters, '$.assumeRolePolicyDocument'),
      json_format(json_extract(request_parameters, '$.policyDocument')),
      json_format(json_extract(request_parameters, '$.assumeRolePolicyDocument'))
    ), '\n', ' '), '%7B', '{'), '%7D', '}'), '%5B', '['), '%5D', ']'), '%22', '"'), '%3A', ':'), '%2A', '*'), '%20', ' '), coalesce(recipient_account_id, '-'), ''),
    '"Effect"\s*:\s*"Allow"[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*"Principal"\s*:\s*(?:"\*"|\{[^{}]*(?:"Federated"|"CanonicalUser"|"AWS"\s*:\s*(?:\[[^\]]*)?"(?:\*|(?:arn:aws[a-z-]*:(?:iam|sts)::)?[0-9]{12}))[^{}]*\})|"Principal"\s*:\s*(?:"\*"|\{[^{}]*(?:"Federated"|"CanonicalUser"|"AWS"\s*:\s*(?:\[[^\]]*)?"(?:\*|(?:arn:aws[a-z-]*:(?:iam|sts)::)?[0-9]{12}))[^{}]*\})[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*"Effect"\s*:\s*"Allow"'
  )
ORDER BY event_time, event_id
