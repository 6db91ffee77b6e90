-- title = "IAM called with a session token of a user"
-- why = "Calling IAM with a token from GetSessionToken gets round rules that look at long-term keys."
-- techniques = ["T1550.001"]
-- severity = "medium"
-- rank = -1
-- circumstance = true
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND user_type = 'IAMUser'
  AND access_key_id LIKE 'ASIA%'
  AND coalesce(console_session, false) = false
ORDER BY event_time, event_id
