-- title = "Access to Kubernetes clusters granted"
-- why = "An access entry makes an IAM identity a cluster user, or its administrator."
-- techniques = ["T1098.006"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.principalArn'),
    json_extract_scalar(request_parameters, '$.clusterName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.policyArn') AS detail
FROM events
WHERE event_source = 'eks.amazonaws.com'
  AND event_name IN (
    'CreateAccessEntry', 'AssociateAccessPolicy', 'UpdateAccessEntry', 'AssociateIdentityProviderConfig',
    'CreatePodIdentityAssociation', 'UpdatePodIdentityAssociation'
  )
ORDER BY event_time, event_id
