-- title = "Data and notebook jobs created or run"
-- why = "Jobs, notebooks and endpoints run code with their role."
-- techniques = ["T1098.003", "T1548.005", "T1059.009"]
-- severity = "medium"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.jobName'),
    json_extract_scalar(request_parameters, '$.endpointName'),
    json_extract_scalar(request_parameters, '$.notebookInstanceName'),
    json_extract_scalar(request_parameters, '$.pipelineId'),
    json_extract_scalar(request_parameters, '$.rule'),
    json_extract_scalar(request_parameters, '$.stateMachineArn'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'glue.amazonaws.com' AND event_name IN (
    'CreateDevEndpoint',
    'UpdateDevEndpoint',
    'CreateJob',
    'UpdateJob',
    'StartJobRun',
    'CreateSession',
    'RunStatement',
    'CreateTrigger'
  ))
  OR (event_source = 'sagemaker.amazonaws.com' AND event_name IN (
    'CreateNotebookInstance',
    'CreatePresignedNotebookInstanceUrl',
    'CreateNotebookInstanceLifecycleConfig',
    'UpdateNotebookInstanceLifecycleConfig',
    'UpdateNotebookInstance',
    'CreatePresignedDomainUrl',
    'CreateProcessingJob',
    'CreateStudioLifecycleConfig'
  ))
  OR (event_source = 'datapipeline.amazonaws.com' AND event_name IN ('CreatePipeline', 'PutPipelineDefinition', 'ActivatePipeline'))
  OR (event_source = 'elasticmapreduce.amazonaws.com' AND event_name IN ('RunJobFlow', 'AddJobFlowSteps'))
  OR (event_source = 'states.amazonaws.com' AND event_name IN ('CreateStateMachine', 'UpdateStateMachine', 'StartExecution'))
  OR (event_source = 'batch.amazonaws.com' AND event_name IN ('SubmitJob', 'RegisterJobDefinition'))
  OR (event_source = 'emr-serverless.amazonaws.com' AND event_name IN ('StartJobRun'))
  OR (event_source = 'scheduler.amazonaws.com' AND event_name IN ('CreateSchedule', 'UpdateSchedule'))
  OR (event_source = 'events.amazonaws.com' AND event_name IN ('PutRule', 'PutTargets', 'EnableRule'))
)
ORDER BY event_time, event_id
