-- title = "Model calls per model and region"
-- why = "What access to models was used for, and how much: the measure of the cost."
-- techniques = ["T1496.004"]
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html"]
-- kind = "volume"
SELECT
  json_extract_scalar(request_parameters, '$.modelId') AS target,
  aws_region,
  access_key_id,
  count(*) AS calls,
  count_if(error_code IS NULL) AS succeeded,
  sum(TRY_CAST(json_extract_scalar(additional_event_data, '$.inputTokens') AS bigint)) AS input_tokens,
  sum(TRY_CAST(json_extract_scalar(additional_event_data, '$.outputTokens') AS bigint)) AS output_tokens,
  count(json_extract_scalar(additional_event_data, '$.inputTokens')) AS calls_with_tokens,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE event_source = 'bedrock.amazonaws.com'
  AND event_name IN ('InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream')
GROUP BY json_extract_scalar(request_parameters, '$.modelId'), aws_region, access_key_id
ORDER BY calls DESC, target, aws_region, access_key_id
