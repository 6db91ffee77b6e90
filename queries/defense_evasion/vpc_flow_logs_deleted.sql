-- title = "VPC flow logs deleted"
-- why = "Flow logs are the only record of network connections, and so of where data went."
-- techniques = ["T1685.002", "T1070"]
-- severity = "high"
-- harmless_when = "The VPC itself is torn down by its owner."
-- next = "Create them again; for the gap look at load balancer logs, DNS logs and GuardDuty."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteFlowLogs.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.DeleteFlowLogsRequest.FlowLogId.content'),
    regexp_extract(request_parameters, 'fl-[0-9a-f]+'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name = 'DeleteFlowLogs'
ORDER BY event_time, event_id
