-- title = "Start script of a notebook fetches code or opens a shell"
-- why = "The script runs as root each time the notebook starts, and it calls curl, wget, bash, nc or a raw socket."
-- techniques = ["T1037", "T1059.009"]
-- severity = "high"
-- harmless_when = "The script installs packages that the team knows."
-- next = "Decode and read the script; stop the notebook."
-- references = ["https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstanceLifecycleConfig.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.notebookInstanceLifecycleConfigName'),
    json_extract_scalar(request_parameters, '$.studioLifecycleConfigName'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.onStart[0].content'),
    json_extract_scalar(request_parameters, '$.onCreate[0].content')
  ) AS detail
FROM events
-- The script is base64: curl, wget, bash, nc and /dev/tcp, each in its three alignments.
WHERE event_source = 'sagemaker.amazonaws.com'
  AND event_name IN (
    'CreateNotebookInstanceLifecycleConfig', 'UpdateNotebookInstanceLifecycleConfig',
    'CreateStudioLifecycleConfig'
  )
  AND regexp_like(
    request_parameters,
    '"(content|studioLifecycleConfigContent)"\s*:\s*"[^"]*(Y3Vyb|N1cm|jdXJs|d2dld|dnZX|3Z2V0|YmFza|Jhc2|iYXNo|bmMgL|5jIC|uYyAt|L2Rldi90Y3|9kZXYvdGNw|vZGV2L3Rjc)'
  )
ORDER BY event_time, event_id
