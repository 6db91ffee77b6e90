-- Who assumed these roles, or switched to them in the console, whose trust policy the subject wrote. With them, who
-- else wrote it: those whom that policy lets in are not the subject's.
SELECT * FROM events
WHERE (
    event_source = 'sts.amazonaws.com'
    AND regexp_extract(json_extract_scalar(request_parameters, '$.roleArn'), '[^/]+$') IN ({{ roles }})
  )
   OR (event_source = 'signin.amazonaws.com' AND event_name = 'SwitchRole' AND split_part(user_arn, '/', 2) IN ({{ roles }}))
   OR (
    event_source = 'iam.amazonaws.com'
    AND event_name = 'UpdateAssumeRolePolicy'
    AND json_extract_scalar(request_parameters, '$.roleName') IN ({{ roles }})
  )
ORDER BY event_time, event_id
