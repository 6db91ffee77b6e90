-- title = "Service-linked role made"
-- why = "Only the AWS service that it names can take the role: it gives the caller nothing, and tells which service was first used then."
-- techniques = ["T1098.003", "T1136.003"]
-- severity = "low"
-- harmless_when = "A service makes it when a feature of it is used for the first time."
-- next = "Look for what the caller did with that service."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.aWSServiceName'),
    json_extract_scalar(response_elements, '$.role.roleName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name = 'CreateServiceLinkedRole'
ORDER BY event_time, event_id
