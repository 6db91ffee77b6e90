-- title = "User of a Bedrock API key called other services"
-- why = "The user that AWS makes for a Bedrock API key has no other work: whoever calls other services as him gave him rights or an access key."
-- techniques = ["T1078.004", "T1098.001"]
-- severity = "high"
-- harmless_when = "A test of what the user may do."
-- next = "Delete the user with all its keys; see who gave it more than Bedrock."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"]
-- circumstance = true
-- rank = -2
SELECT
  event_id,
  user_name AS target,
  event_name AS detail
FROM events
WHERE user_type = 'IAMUser'
  AND user_name LIKE 'BedrockAPIKey-%'
  AND event_source NOT IN (
    'bedrock.amazonaws.com', 'bedrock-runtime.amazonaws.com', 'bedrock-mantle.amazonaws.com',
    'agreement-marketplace.amazonaws.com', 'discovery-marketplace.amazonaws.com', 'sts.amazonaws.com'
  )
ORDER BY event_time, event_id
