-- title = "Instance launched with a public address"
-- why = "The new machine can be reached from the internet, and reaches it without a gateway that is watched."
-- techniques = ["T1578.002"]
-- severity = "low"
-- harmless_when = "A public web server."
-- next = "Look at security groups and flow logs of the machine."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html"]
SELECT
  event_id,
  coalesce(
    CASE WHEN regexp_like(response_elements, '"(?:instanceId)"\s*:\s*"i-[0-9a-f]+"') THEN regexp_replace(
      regexp_replace(response_elements, '(?s).*?"(?:instanceId)"\s*:\s*"(i-[0-9a-f]+)"', '$1, '),
      '(?s), \s*[,}\]].*$', ''
    ) END,
    json_extract_scalar(request_parameters, '$.instanceType'),
    event_name
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name = 'RunInstances'
  AND regexp_like(request_parameters, '"associatePublicIpAddress"\s*:\s*"?true')
ORDER BY event_time, event_id
