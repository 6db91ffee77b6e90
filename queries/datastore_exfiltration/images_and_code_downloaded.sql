-- title = "Container images, functions or source code read"
-- why = "Code and images often hold credentials."
-- techniques = ["T1213", "T1525", "T1552"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.layerName'),
    json_extract_scalar(request_parameters, '$.name'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'ecr.amazonaws.com' AND event_name IN ('BatchGetImage', 'GetDownloadUrlForLayer'))
  OR (event_source = 'codecommit.amazonaws.com' AND event_name IN ('GetFile', 'GetFolder', 'GetBlob', 'GitPull'))
  OR (event_source = 'codeartifact.amazonaws.com' AND event_name IN ('GetPackageVersionAsset'))
  OR (event_source = 'amplify.amazonaws.com' AND event_name IN ('GetArtifactUrl'))
)
ORDER BY event_time, event_id
