-- title = "Kubernetes cluster configuration changed"
-- why = "Endpoint access, logging and authentication of the cluster are set here."
-- techniques = ["T1133", "T1578.005"]
-- severity = "low"
-- harmless_when = "The platform team upgrades the cluster."
-- next = "Compare the configuration before and after."
-- references = ["https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.clusterName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'eks.amazonaws.com'
  AND event_name IN (
    'UpdateClusterConfig', 'AssociateIdentityProviderConfig', 'DisassociateIdentityProviderConfig',
    'UpdateClusterVersion'
  )
ORDER BY event_time, event_id
