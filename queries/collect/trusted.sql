-- Who assumed these roles, whose trust policy the subject wrote.
SELECT * FROM events
WHERE event_source = 'sts.amazonaws.com'
  AND regexp_extract(json_extract_scalar(request_parameters, '$.roleArn'), '[^/]+$') IN ({{ roles }})
ORDER BY event_time, event_id
