-- title = "Instance guarded against its own termination"
-- why = "Whoever wants to end the instance must take the guard away first: it is set on machines that mine, to win time."
-- techniques = ["T1578.005", "T1685"]
-- severity = "medium"
-- harmless_when = "The owner guards a server that matters, with infrastructure code."
-- next = "Take the guard away and isolate the instance; look at who launched it."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name = 'ModifyInstanceAttribute'
  AND (
    regexp_like(
      request_parameters,
      '"disableApi(Termination|Stop)"\s*:\s*(\{\s*"value"\s*:\s*)?"?true'
    )
    OR (
      json_extract_scalar(request_parameters, '$.attribute') IN ('disableApiTermination', 'disableApiStop')
      AND json_extract_scalar(request_parameters, '$.value') = 'true'
    )
  )
ORDER BY event_time, event_id
