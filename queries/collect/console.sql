-- Console sign-ins of these principals, session included: they carry no access key. With them, who set the password of
-- a root user again.
SELECT * FROM events
WHERE (event_source = 'signin.amazonaws.com' OR (event_source = 'iam.amazonaws.com' AND event_name = 'CreateLoginProfile'))
  AND principal_id IN ({{ principals }})
ORDER BY event_time, event_id
