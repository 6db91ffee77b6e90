-- Who made these sessions. A service that assumes a role names only the session in its request; a console sign-in has
-- the principal of the session that it opens.
SELECT * FROM events
WHERE (
    event_source = 'sts.amazonaws.com'
    AND (
      json_extract_scalar(response_elements, '$.assumedRoleUser.assumedRoleId') IN ({{ principals }})
      OR (
        event_name = 'AssumeRole'
        AND json_extract_scalar(request_parameters, '$.roleSessionName') IN ({{ names }})
      )
    )
  )
   OR (
    event_source = 'signin.amazonaws.com'
    AND event_name = 'ConsoleLogin'
    AND principal_id IN ({{ principals }})
  )
ORDER BY event_time, event_id
