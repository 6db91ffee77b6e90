-- title = "Function made to run other code first"
-- why = "The variables load a library or a wrapper before the function itself."
-- techniques = ["T1574", "T1648"]
-- severity = "high"
-- next = "Restore the variables; read the layer or package that they name."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'lambda.amazonaws.com'
  AND {{ plain_event_name }} IN ('UpdateFunctionConfiguration', 'CreateFunction')
  AND regexp_like(request_parameters, 'LD_PRELOAD|AWS_LAMBDA_EXEC_WRAPPER|NODE_OPTIONS|PYTHONSTARTUP|JAVA_TOOL_OPTIONS')
ORDER BY event_time, event_id
