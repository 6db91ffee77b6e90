-- Calls of these users that were signed by something other than an access key.
SELECT * FROM events
WHERE user_name IN ({{ names }})
  AND (
    json_extract_scalar(additional_event_data, '$.callWithBearerToken') = 'true'
    OR json_extract_scalar(request_parameters, '$.callWithBearerToken') = 'true'
    OR event_source IN ('codecommit.amazonaws.com', 'cassandra.amazonaws.com')
  )
ORDER BY event_time, event_id
