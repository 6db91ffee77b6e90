-- Who made these role sessions. A service that assumes a role names only the session in its request.
SELECT * FROM events
WHERE event_source = 'sts.amazonaws.com'
  AND (
    json_extract_scalar(response_elements, '$.assumedRoleUser.assumedRoleId') IN ({{ principals }})
    OR (
      event_name = 'AssumeRole'
      AND json_extract_scalar(request_parameters, '$.roleSessionName') IN ({{ names }})
    )
  )
ORDER BY event_time, event_id
