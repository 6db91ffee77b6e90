-- title = "Distribution switched off"
-- why = "The distribution answers no visitor any more; switched off, it can be deleted."
-- techniques = ["T1489"]
-- severity = "medium"
-- harmless_when = "A site is taken out of service on purpose."
-- next = "Switch it on again; see what its visitors got meanwhile."
-- references = ["https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html"]
-- fact = "workloads_stopped"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.id'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (event_source = 'cloudfront.amazonaws.com'
    AND regexp_replace(event_name, '20[0-9]{2}_[0-9]{2}_[0-9]{2}$', '') = 'UpdateDistribution'
    AND json_extract_scalar(request_parameters, '$.distributionConfig.enabled') = 'false')
  OR (event_source = 'cloudfront.amazonaws.com'
    AND regexp_replace(event_name, '20[0-9]{2}_[0-9]{2}_[0-9]{2}$', '') = 'UpdateStreamingDistribution'
    AND json_extract_scalar(request_parameters, '$.streamingDistributionConfig.enabled') = 'false')
  OR (event_source = 'cloudfront.amazonaws.com'
    AND regexp_replace(event_name, '20[0-9]{2}_[0-9]{2}_[0-9]{2}$', '') = 'UpdateDistributionTenant'
    AND json_extract_scalar(request_parameters, '$.enabled') = 'false')
ORDER BY event_time, event_id
