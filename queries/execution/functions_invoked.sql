-- title = "Functions, state machines or agents' tools invoked"
-- why = "The caller ran code of the account with the role of the function."
-- techniques = ["T1648"]
-- severity = "low"
-- harmless_when = "The application calls its own functions."
-- next = "Look what the function does and what came back."
-- references = ["https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.stateMachineArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN (
      'Invoke', 'InvokeAsync', 'InvokeWithResponseStream', 'SendDurableExecutionCallbackSuccess',
      'CheckpointDurableExecution', 'ResumeDurableExecution'
    ))
  OR (event_source = 'states.amazonaws.com'
    AND event_name IN (
      'StartExecution', 'StartSyncExecution', 'RedriveExecution', 'TestState', 'SendTaskSuccess',
      'GetActivityTask', 'InvokeHTTPEndpoint'
    ))
  OR (event_source = 'execute-api.amazonaws.com'
    AND event_name = 'Invoke')
  OR (event_source = 'appsync.amazonaws.com'
    AND event_name = 'EvaluateCode')
  OR (event_source = 'events.amazonaws.com'
    AND event_name IN ('PutEvents', 'StartReplay', 'PutPartnerEvents', 'InvokeApiDestination'))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name IN ('TestInvokeMethod', 'TestInvokeAuthorizer'))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'TestConnectionFunction')
ORDER BY event_time, event_id
