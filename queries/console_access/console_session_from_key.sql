-- title = "Console session made from a key"
-- why = "GetSigninToken turns API credentials into a browser session that outlives them."
-- techniques = ["T1550.001", "T1078.004"]
-- severity = "medium"
SELECT
  event_id,
  user_arn AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'signin.amazonaws.com' AND event_name IN (
    'GetSigninToken',
    'CreateOAuth2Token',
    'CreateOAuth2TokenWithIAM',
    'CreateOAuth2TokenWithTokenExchange',
    'CreateBearerToken',
    'AuthorizeOAuth2Access'
  )
ORDER BY event_time, event_id
