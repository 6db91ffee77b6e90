-- title = "Administration of a Kubernetes cluster granted"
-- why = "The principal may do everything inside the cluster."
-- techniques = ["T1098.006"]
-- severity = "high"
-- next = "Delete the access entry; read the audit log of the cluster."
-- rank = 1
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
  AND ((event_name = 'AssociateAccessPolicy' AND regexp_like(json_extract_scalar(request_parameters, '$.policyArn'), 'AmazonEKS(Cluster)?AdminPolicy'))
    OR (event_name IN ('CreateAccessEntry', 'UpdateAccessEntry')
      AND regexp_like(request_parameters, '"system:masters"')))
ORDER BY event_time, event_id
