-- title = "Registry or repository policies changed"
-- why = "Others may now pull images or code."
-- techniques = ["T1537", "T1525"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.projectArn'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'ecr.amazonaws.com' AND event_name IN (
    'SetRepositoryPolicy',
    'PutRegistryPolicy',
    'PutReplicationConfiguration',
    'CreatePullThroughCacheRule'
  ))
  OR (event_source = 'ecr-public.amazonaws.com' AND event_name IN ('SetRepositoryPolicy'))
  OR (event_source = 'codebuild.amazonaws.com' AND event_name IN ('UpdateProjectVisibility', 'PutResourcePolicy'))
  OR (event_source = 'codeartifact.amazonaws.com' AND event_name IN ('PutRepositoryPermissionsPolicy', 'PutDomainPermissionsPolicy'))
)
ORDER BY event_time, event_id
