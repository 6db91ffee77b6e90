-- title = "Audit logging changed"
-- why = "A change to a trail, its selectors or an event data store decides what is recorded from then on."
-- techniques = ["T1685.002"]
-- severity = "medium"
-- harmless_when = "The change widens what is logged, or is part of a roll-out by the team that owns the trail."
-- next = "Compare the trail before and after: regions, management and data events, bucket, key, validation of log files."
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html", "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html"]
-- fact = "logging_changes"
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
    'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'PutEventConfiguration', 'UpdateEventDataStore',
    'UpdateChannel', 'UpdateServiceLinkedChannel', 'DisableFederation', 'DeregisterOrganizationDelegatedAdmin',
    'DeleteResourcePolicy', 'PutResourcePolicy'
  )
  -- What only switches something on is no change whose direction is open: another question tells it.
  AND NOT (
    event_name IN ('UpdateTrail', 'UpdateEventDataStore', 'PutInsightSelectors')
    AND (
      regexp_like(request_parameters, ':\s*"?true|"cloudWatchLogsLogGroupArn"\s*:\s*"[^"]|"insightType"')
      OR coalesce(TRY_CAST(json_extract_scalar(request_parameters, '$.retentionPeriod') AS integer), 0) >= 2557
    )
    AND NOT regexp_like(
      request_parameters,
      ':\s*"?false|"(s3BucketName|s3KeyPrefix|snsTopicName|kmsKeyId|billingMode|advancedEventSelectors)"'
    )
    -- Nothing is kept for longer than 2557 days, but where the price is for more: less may be less than before.
    AND NOT coalesce(TRY_CAST(json_extract_scalar(request_parameters, '$.retentionPeriod') AS integer), 2557) < 2557
  )
ORDER BY event_time, event_id
