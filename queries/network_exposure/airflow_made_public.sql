-- title = "Airflow or Grafana open to the internet"
-- why = "Everybody reaches the sign-in of a server that runs code, or queries data, with the role of the environment."
-- techniques = ["T1133", "T1190"]
-- severity = "medium"
-- harmless_when = "The web server asks for IAM credentials, and many teams run it this way."
-- next = "Set the access back to private; look at tokens and sign-ins from outside."
-- references = ["https://docs.aws.amazon.com/mwaa/latest/API/API_UpdateEnvironment.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'airflow.amazonaws.com'
    AND event_name IN ('CreateEnvironment', 'UpdateEnvironment')
    AND json_extract_scalar(request_parameters, '$.webserverAccessMode') = 'PUBLIC_ONLY')
  OR (event_source = 'grafana.amazonaws.com'
    AND event_name = 'UpdateWorkspace'
    AND json_extract_scalar(request_parameters, '$.removeNetworkAccessConfiguration') = 'true')
ORDER BY event_time, event_id
