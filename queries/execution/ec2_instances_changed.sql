-- title = "Instances started or their attributes changed"
-- why = "Type, protection and start scripts are changed while an instance is stopped, and take effect when it starts."
-- techniques = ["T1578.005", "T1496.001", "T1059.009"]
-- severity = "low"
-- harmless_when = "The operations team resizes an instance."
-- next = "Compare attributes, user data, volumes and profile with before."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html"]
SELECT
  event_id,
  coalesce(
    CASE WHEN regexp_like(request_parameters, '"(?:instanceId)"\s*:\s*"i-[0-9a-f]+"') THEN regexp_replace(
      regexp_replace(request_parameters, '(?s).*?"(?:instanceId)"\s*:\s*"(i-[0-9a-f]+)"', '$1, '),
      '(?s), \s*[,}\]].*$', ''
    ) END,
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.attribute') AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'ModifyInstanceAttribute', 'ResetInstanceAttribute', 'ModifyInstanceCreditSpecification',
      'ModifyInstancePlacement', 'ModifyInstanceMaintenanceOptions', 'CreateReplaceRootVolumeTask',
      'ReplaceImageInstanceTypeSpecification', 'ModifyDefaultCreditSpecification',
      'ModifyInstanceCpuOptions', 'ModifyInstanceCapacityReservationAttributes', 'ModifyVolumeAttribute',
      'ModifyPrivateDnsNameOptions', 'ModifyInstanceNetworkPerformanceOptions', 'EnableVolumeIO',
      'ModifyInstanceEventWindow', 'CreateInstanceEventWindow', 'DeleteInstanceEventWindow',
      'AssociateInstanceEventWindow', 'DisassociateInstanceEventWindow'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('StartInstance', 'StartRelationalDatabase'))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('StartDBInstance', 'StartDBCluster'))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN ('StartWorkspaces', 'RestoreWorkspace', 'StartWorkspacesPool'))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name = 'StartNotebookInstance')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'ResumeCluster')
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'ResumeService')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('StartInstances', 'ModifyImageAttribute'))
ORDER BY event_time, event_id
