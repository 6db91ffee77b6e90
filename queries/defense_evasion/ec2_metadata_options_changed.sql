-- title = "Instance metadata options changed"
-- why = "The metadata service hands out the credentials of the instance role."
-- techniques = ["T1685", "T1552.005"]
-- severity = "low"
-- harmless_when = "IMDSv2 is being enforced."
-- next = "Compare the options before and after."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.ModifyInstanceMetadataOptionsRequest.InstanceId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
  AND event_name IN ('ModifyInstanceMetadataOptions', 'ModifyInstanceMetadataDefaults'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'UpdateInstanceMetadataOptions')
ORDER BY event_time, event_id
