-- title = "Role assumed from a session of a role"
-- why = "A session that becomes another session: the trail of keys gets longer and an end of one session does not end the next."
-- techniques = ["T1550.001"]
-- severity = "medium"
-- next = "Revoke the sessions of both roles."
-- rank = 0
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com'
  AND event_name = 'AssumeRole'
  AND user_type = 'AssumedRole'
ORDER BY event_time, event_id
