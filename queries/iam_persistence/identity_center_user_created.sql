-- title = "Identity Center users created"
-- why = "Such a user gets rights in many accounts by assignments and groups, and signs in without any key."
-- techniques = ["T1136.003"]
-- severity = "high"
-- harmless_when = "Users are provisioned from a directory or by the platform team."
-- next = "Look at everything the user did (section 5), disable it in Identity Center, and end its sessions there."
-- references = ["https://docs.aws.amazon.com/singlesignon/latest/userguide/cloudtrail-integration.html"]
-- fact = "identity_center_users_created"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(response_elements, '$.user.userId'),
    json_extract_scalar(response_elements, '$.userId'),
    nullif(json_extract_scalar(request_parameters, '$.userName'), 'HIDDEN_DUE_TO_SECURITY_REASONS'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source IN ('sso-directory.amazonaws.com', 'identitystore.amazonaws.com') AND event_name = 'CreateUser'
ORDER BY event_time, event_id
