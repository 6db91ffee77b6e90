-- title = "Instance metadata protection lowered"
-- why = "Without IMDSv2 a web flaw is enough to get the instance's credentials."
-- techniques = ["T1685", "T1552.005"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.ModifyInstanceMetadataOptionsRequest.InstanceId'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('ModifyInstanceMetadataOptions', 'ModifyInstanceMetadataDefaults')
  AND (request_parameters LIKE '%"optional"%')
ORDER BY event_time, event_id
