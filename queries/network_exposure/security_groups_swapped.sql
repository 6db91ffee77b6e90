-- title = "Security groups of a machine or database exchanged"
-- why = "Another set of groups opens the machine, or takes it out of the isolation that responders put it in."
-- techniques = ["T1686.001", "T1190"]
-- severity = "medium"
-- harmless_when = "The operations team changes groups."
-- next = "Compare the groups before and after."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.networkInterfaceId'),
    json_extract_scalar(request_parameters, '$.loadBalancerArn'),
    json_extract_scalar(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(request_parameters, '$.mountTargetId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"(sg-[0-9a-f]+)"', 1) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('ModifyInstanceAttribute', 'ModifyNetworkInterfaceAttribute')
    AND (
      json_extract(request_parameters, '$.groupSet.items') IS NOT NULL
      OR json_extract_scalar(request_parameters, '$.attribute') = 'groupSet'
    ))
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN ('SetSecurityGroups', 'ApplySecurityGroupsToLoadBalancer'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('ModifyDBInstance', 'ModifyDBCluster')
    AND regexp_like(request_parameters, '"vpcSecurityGroupIds"\s*:\s*\[\s*"'))
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name = 'ModifyMountTargetSecurityGroups')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ApplySecurityGroupsToClientVpnTargetNetwork')
ORDER BY event_time, event_id
