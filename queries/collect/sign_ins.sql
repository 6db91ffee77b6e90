-- Console sign-ins of these users, and the switches of roles that they made: they carry no access key. With them, who
-- set their passwords: after somebody else did, the sign-ins are that person's.
SELECT * FROM events
WHERE (
    event_source = 'signin.amazonaws.com'
    AND (
      user_name IN ({{ names }})
      OR regexp_extract(json_extract_scalar(additional_event_data, '$.SwitchFrom'), '[^/]+$') IN ({{ names }})
    )
  )
   OR (
    event_source = 'iam.amazonaws.com'
    AND event_name IN ('CreateLoginProfile', 'UpdateLoginProfile')
    AND (
      json_extract_scalar(request_parameters, '$.userName') IN ({{ names }})
      OR json_extract_scalar(response_elements, '$.loginProfile.userName') IN ({{ names }})
    )
  )
   OR (event_source = 'iam.amazonaws.com' AND event_name = 'ChangePassword' AND user_name IN ({{ names }}))
ORDER BY event_time, event_id
