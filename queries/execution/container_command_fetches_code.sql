-- title = "Container started with a command that fetches code"
-- why = "The command of the task is replaced by one that loads a script from somewhere and runs it, with the role of the task or with another that the call names."
-- techniques = ["T1610", "T1609", "T1059.004", "T1105"]
-- severity = "high"
-- harmless_when = "A job that installs its tools at start."
-- next = "Stop the task; read the script at its address from a safe place, and what the role of the task did."
-- references = ["https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.taskDefinition'),
    json_extract_scalar(request_parameters, '$.cluster'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.overrides.taskRoleArn') AS detail
FROM events
WHERE event_source = 'ecs.amazonaws.com'
  AND event_name IN ('RunTask', 'StartTask')
  AND regexp_like(
    request_parameters,
    '(?i)"command"\s*:\s*\[[^\]]*(curl|wget)[^\]]*(\||&&|;)\s*(sudo\s+)?(/bin/)?(ba|z|da)?sh\b|"command"\s*:\s*\[[^\]]*base64[^\]]*\|\s*(/bin/)?(ba)?sh\b|/dev/tcp/'
  )
ORDER BY event_time, event_id
