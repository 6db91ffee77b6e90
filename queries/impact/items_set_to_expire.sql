-- title = "Data of a store set to expire soon"
-- why = "The store itself deletes what is older, without a call for each item: destruction on a timer."
-- techniques = ["T1485"]
-- severity = "medium"
-- harmless_when = "Sessions and caches expire by design."
-- next = "Switch the expiry off at once; restore what is gone from a backup."
-- references = ["https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html", "https://docs.aws.amazon.com/timestream/latest/developerguide/API_UpdateTable.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.streamName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateTimeToLive'
    AND json_extract_scalar(request_parameters, '$.timeToLiveSpecification.enabled') = 'true')
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name = 'UpdateTable'
    AND regexp_like(request_parameters, '"magneticStoreRetentionPeriodInDays"\s*:\s*"?[0-9]\b'))
  OR (event_source = 'cassandra.amazonaws.com'
    AND event_name = 'UpdateTable'
    AND regexp_like(request_parameters, '"defaultTimeToLive"\s*:\s*"?[1-9]'))
  OR (event_source = 'sqs.amazonaws.com'
    AND event_name = 'SetQueueAttributes'
    AND regexp_like(
      request_parameters,
      '"MessageRetentionPeriod"\s*:\s*"?([0-9]{1,3}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)\b'
    ))
  OR (event_source = 'kinesisvideo.amazonaws.com'
    AND event_name = 'UpdateDataRetention'
    AND json_extract_scalar(request_parameters, '$.operation') = 'DECREASE_DATA_RETENTION')
ORDER BY event_time, event_id
