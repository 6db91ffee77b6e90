-- title = "Role assumed by an AWS service"
-- why = "A service works with the role it was given: background, not the subject."
-- techniques = []
-- severity = "info"
-- harmless_when = "Nearly always; a service that was set up during the incident is the exception."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleArn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.roleSessionName') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com'
  AND event_name = 'AssumeRole'
  AND user_type = 'AWSService'
ORDER BY event_time, event_id
