-- title = "User data given at launch"
-- why = "The start script of a new machine is code of the caller: miners and back doors are installed this way."
-- techniques = ["T1059.009"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "Nearly every image is set up with user data."
-- next = "Read the user data of the instances or templates that are left."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    CASE WHEN regexp_like(response_elements, '"(?:instanceId)"\s*:\s*"i-[0-9a-f]+"') THEN regexp_replace(
      regexp_replace(response_elements, '(?s).*?"(?:instanceId)"\s*:\s*"(i-[0-9a-f]+)"', '$1, '),
      '(?s), \s*[,}\]].*$', ''
    ) END,
    {{ first_name }},
    event_name
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'RunInstances', 'RequestSpotInstances', 'RequestSpotFleet', 'CreateLaunchTemplate',
      'CreateLaunchTemplateVersion'
    )
    AND regexp_like(request_parameters, '(?i)"userData"\s*:\s*"[^"]'))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name = 'CreateLaunchConfiguration'
    AND regexp_like(request_parameters, '(?i)"userData"\s*:\s*"[^"]'))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('CreateInstances', 'CreateInstancesFromSnapshot')
    AND regexp_like(request_parameters, '(?i)"userData"\s*:\s*"[^"]'))
ORDER BY event_time, event_id
