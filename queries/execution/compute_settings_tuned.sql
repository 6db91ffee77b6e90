-- title = "Service or machine that runs code scaled, restarted or set"
-- why = "The same code runs, more or less of it; a new definition, another role, or a way in is told by another question besides."
-- techniques = ["T1496.001", "T1610", "T1578.005"]
-- severity = "low"
-- harmless_when = "A deployment or the scaling of a service."
-- references = ["https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.service'),
    json_extract_scalar(request_parameters, '$.cluster'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.desiredCount') AS detail
FROM events
WHERE (event_source = 'ecs.amazonaws.com'
    AND event_name IN ('UpdateService', 'PutAccountSetting', 'PutAccountSettingDefault', 'PutAttributes'))
  OR (event_source = 'batch.amazonaws.com'
    AND event_name = 'UpdateJobQueue')
  OR (event_source = 'airflow.amazonaws.com'
    AND event_name = 'UpdateEnvironment')
  OR (event_source = 'ecs.amazonaws.com'
    AND event_name = 'UpdateCluster')
  OR (event_source = 'states.amazonaws.com'
    AND event_name = 'UpdateStateMachine')
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name = 'UpdateNotebookInstance')
ORDER BY event_time, event_id
