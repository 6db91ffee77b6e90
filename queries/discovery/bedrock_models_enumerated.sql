-- title = "AI models looked at"
-- why = "Before models are used at somebody else's cost, the caller looks what can be used."
-- techniques = ["T1580", "T1526"]
-- severity = "low"
-- rank = -1
SELECT
  event_id,
  coalesce(json_extract_scalar(request_parameters, '$.modelId'), json_extract_scalar(request_parameters, '$.modelIdentifier')) AS target
FROM events
WHERE event_source LIKE 'bedrock%'
  AND regexp_like(event_name, '^(List|Get)')
ORDER BY event_time, event_id
