-- title = "Session with a machine ended"
-- why = "It tells how long somebody was at the prompt; ending the session of somebody else throws him out."
-- techniques = ["T1021.007"]
-- severity = "low"
-- severity_otherwise = "low"
-- harmless_when = "Whoever opened the session closes it."
-- next = "Compare with the call that opened it: was it the same caller?"
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.sessionId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name = 'TerminateSession'
ORDER BY event_time, event_id
