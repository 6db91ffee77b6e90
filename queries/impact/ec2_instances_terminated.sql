-- title = "Instances terminated"
-- why = "Terminated instances and their instance-store data cannot be brought back; it also destroys evidence."
-- techniques = ["T1485", "T1578.003"]
-- severity = "high"
-- harmless_when = "Auto scaling, or infrastructure code that removes its own instances."
-- next = "Look for snapshots and images; keep the volumes that are left."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html"]
-- fact = "instances_terminated"
SELECT
  event_id,
  coalesce(
    CASE WHEN regexp_like(request_parameters, '"(?:instanceId)"\s*:\s*"i-[0-9a-f]+"') THEN regexp_replace(
      regexp_replace(request_parameters, '(?s).*?"(?:instanceId)"\s*:\s*"(i-[0-9a-f]+)"', '$1, '),
      '(?s), \s*[,}\]].*$', ''
    ) END,
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'TerminateInstances', 'CancelSpotInstanceRequests', 'CancelSpotFleetRequests', 'DeleteFleets'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'DeleteInstance')
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN ('TerminateInstanceInAutoScalingGroup', 'DeleteAutoScalingGroup'))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN ('TerminateWorkspaces', 'TerminateWorkspacesPool'))
ORDER BY event_time, event_id
