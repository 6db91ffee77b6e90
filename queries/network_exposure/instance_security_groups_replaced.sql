-- title = "Security groups of an instance replaced"
-- why = "Other ports of the machine are open now."
-- techniques = ["T1686.001"]
-- severity = "medium"
-- harmless_when = "Responders isolate machines this way."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.networkInterfaceId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('ModifyInstanceAttribute', 'ModifyNetworkInterfaceAttribute')
  AND (json_extract(request_parameters, '$.groupSet.items') IS NOT NULL)
ORDER BY event_time, event_id
