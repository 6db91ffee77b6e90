-- title = "Role assumed by another account"
-- why = "Somebody of another account came in by a role of this one: by a trust policy that lets the other account in."
-- techniques = ["T1550.001", "T1199"]
-- severity = "medium"
-- harmless_when = "The other account belongs to the organisation, or to a vendor with whom this was agreed."
-- next = "Find out whose the other account is; take it out of the trust policy and end the sessions of the role."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleArn'),
    {{ denied_resource }}
  ) AS target,
  account_id AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN ('AssumeRole')
  AND recipient_account_id <> account_id
  AND (coalesce(user_type, '') <> 'AWSService' AND regexp_extract(json_extract_scalar(request_parameters, '$.roleArn'), '^arn:aws[a-z-]*:iam::([0-9]{12}):', 1) = recipient_account_id)
ORDER BY event_time, event_id
