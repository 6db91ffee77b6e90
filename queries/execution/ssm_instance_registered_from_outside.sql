-- title = "Instance identity used to register a managed machine"
-- why = "The identity of an instance was used outside of it to register a machine that the holder of the credential controls, and whose role it then gets."
-- techniques = ["T1078.004", "T1651"]
-- severity = "high"
-- harmless_when = "Default host management of an instance behind its own address."
-- next = "Compare the address with that of the instance; deregister the machine."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    user_arn
  ) AS target,
  source_ip_address AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name = 'RegisterManagedInstance'
  AND regexp_like(user_arn, ':assumed-role/aws:')
  AND source_ip_address <> 'AWS Internal'
ORDER BY event_time, event_id
