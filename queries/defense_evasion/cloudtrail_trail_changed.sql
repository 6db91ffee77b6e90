-- title = "CloudTrail settings changed"
-- why = "A trail can be made to record less, or to deliver elsewhere."
-- techniques = ["T1685.002"]
-- severity = "high"
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.trailName'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com' AND event_name IN (
    'UpdateTrail',
    'PutEventSelectors',
    'PutInsightSelectors',
    'UpdateEventDataStore',
    'RemoveTags',
    'DeregisterOrganizationDelegatedAdmin',
    'DeleteResourcePolicy',
    'PutEventConfiguration'
  )
ORDER BY event_time, event_id
