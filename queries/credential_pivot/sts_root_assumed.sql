-- title = "Root of a member account assumed"
-- why = "A root session in another account cannot be limited by its policies."
-- techniques = ["T1548.005", "T1078.004"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.targetPrincipal'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(response_elements, '$.credentials.accessKeyId') AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com' AND event_name IN ('AssumeRoot')
ORDER BY event_time, event_id
