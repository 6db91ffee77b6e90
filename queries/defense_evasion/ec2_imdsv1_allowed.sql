-- title = "Instance metadata without session tokens, or over several hops, allowed"
-- why = "With IMDSv1 a forged request from a web application is enough to steal the credentials of the instance role."
-- techniques = ["T1685", "T1552.005"]
-- severity = "medium"
-- harmless_when = "An old application cannot use IMDSv2 yet."
-- next = "Require tokens again; look for use of the instance role from outside."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html"]
-- fact = "logging_changes"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.ModifyInstanceMetadataOptionsRequest.InstanceId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name IN ('ModifyInstanceMetadataOptions', 'ModifyInstanceMetadataDefaults')
  AND (
    regexp_like(request_parameters, '(?i)"httpTokens"\s*:\s*"optional"')
    OR regexp_like(request_parameters, '(?i)"httpPutResponseHopLimit"\s*:\s*"?([3-9]|[1-9][0-9])')
  )
ORDER BY event_time, event_id
