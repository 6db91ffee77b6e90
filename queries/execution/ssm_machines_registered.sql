-- title = "Machines registered with Systems Manager"
-- why = "A machine from anywhere that is registered gets the role of its activation, and runs what is sent to it: a foothold outside the account."
-- techniques = ["T1651", "T1078.004", "T1098"]
-- severity = "medium"
-- harmless_when = "The operations team enrols servers of its own."
-- next = "Remove activations and machines that nobody knows; look for calls of their role."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.activationId'),
    json_extract_scalar(request_parameters, '$.iamRole'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.iamRole') AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name IN (
    'CreateActivation', 'RegisterManagedInstance', 'UpdateManagedInstanceRole', 'CreateCloudConnector',
    'UpdateCloudConnector'
  )
ORDER BY event_time, event_id
