-- title = "Audit logging stopped or its store deleted"
-- why = "What was stopped or deleted records nothing from then on: what happened after this call may be missing from every other answer, unless something else recorded it."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "A trail is being replaced by another one that was started before, in a change that someone announced."
-- next = "Find out from when to when nothing was logged; look for other trails, the organisation trail and Event history for the gap, and start logging again."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html", "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html"]
-- fact = "logging_changes"
-- tells_of = ["recording_stopped", "watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.trailName'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    json_extract_scalar(request_parameters, '$.channel'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com'
  AND event_name IN (
    'StopLogging', 'DeleteTrail', 'DeleteEventDataStore', 'StopEventDataStoreIngestion', 'DeleteChannel',
    'DeleteServiceLinkedChannel'
  )
ORDER BY event_time, event_id
