-- title = "Console sign-in without MFA"
-- why = "No second factor was asked for: a password alone was enough."
-- techniques = ["T1078.004"]
-- severity = "medium"
-- rank = 1
SELECT
  event_id,
  coalesce(user_arn, user_name, principal_id) AS target
FROM events
WHERE event_source = 'signin.amazonaws.com' AND event_name IN ('ConsoleLogin')
  AND (json_extract_scalar(additional_event_data, '$.MFAUsed') = 'No' AND json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Success' AND coalesce(user_type, '') NOT IN ('AssumedRole', 'FederatedUser') AND json_extract_scalar(additional_event_data, '$.SamlProviderArn') IS NULL)
ORDER BY event_time, event_id
