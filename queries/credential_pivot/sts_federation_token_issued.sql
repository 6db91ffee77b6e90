-- title = "Federated sessions issued"
-- why = "A federated session lives up to 36 hours, can open the console and survives the deletion of the key."
-- techniques = ["T1550.001", "T1078.004"]
-- severity = "medium"
-- next = "Deny the issuing user; deleting its key does not end the session."
-- fact = "federation_tokens"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(response_elements, '$.federatedUser.arn'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN ('GetFederationToken')
ORDER BY event_time, event_id
