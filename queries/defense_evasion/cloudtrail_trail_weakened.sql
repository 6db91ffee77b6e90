-- title = "Audit logging narrowed or redirected"
-- why = "The trail records less than before, or delivers to the bucket that the call names: the log stays on, and yet does not show what is done."
-- techniques = ["T1685.002"]
-- severity = "high"
-- harmless_when = "Data events are split off to a second trail that also records management events; or the call names the bucket that the trail had before, as the console does."
-- next = "Restore the former settings, then list what the narrowed trail could not have recorded, and mark that time as not logged."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html", "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened", "recording_narrowed"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.trailName'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    json_extract_scalar(request_parameters, '$.channel'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.s3BucketName') AS detail
FROM events
WHERE event_source = 'cloudtrail.amazonaws.com'
  AND (
    (event_name = 'UpdateTrail' AND (
      json_extract_scalar(request_parameters, '$.isMultiRegionTrail') = 'false'
      OR json_extract_scalar(request_parameters, '$.includeGlobalServiceEvents') = 'false'
      OR json_extract_scalar(request_parameters, '$.isOrganizationTrail') = 'false'
      OR json_extract_scalar(request_parameters, '$.s3BucketName') IS NOT NULL
    ))
    OR (event_name = 'PutEventSelectors' AND (
      regexp_like(request_parameters, '"includeManagementEvents"\s*:\s*"?false')
      OR regexp_like(request_parameters, '"readWriteType"\s*:\s*"(ReadOnly|WriteOnly)"')
      OR regexp_like(request_parameters, '"excludeManagementEventSources"\s*:\s*\[\s*"')
      OR (
        json_extract(request_parameters, '$.advancedEventSelectors') IS NOT NULL
        AND (
          NOT regexp_like(request_parameters, '"Management"')
          OR regexp_like(request_parameters, '"field"\s*:\s*"readOnly"')
        )
      )
    ))
    OR (event_name = 'UpdateEventDataStore'
      AND json_extract_scalar(request_parameters, '$.multiRegionEnabled') = 'false')
  )
ORDER BY event_time, event_id
