-- title = "User data of instances read"
-- why = "Start-up scripts often hold passwords and keys."
-- techniques = ["T1552.005", "T1580"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.DescribeLaunchTemplateVersionsRequest.LaunchTemplateId'),
    json_extract_scalar(request_parameters, '$.launchTemplateId'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('DescribeInstanceAttribute', 'DescribeLaunchTemplateVersions')
  AND (event_name <> 'DescribeInstanceAttribute' OR json_extract_scalar(request_parameters, '$.attribute') = 'userData')
ORDER BY event_time, event_id
