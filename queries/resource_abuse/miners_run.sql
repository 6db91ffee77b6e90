-- title = "Container with a miner started"
-- why = "The image or its command belongs to a miner of crypto currency."
-- techniques = ["T1496.001", "T1610"]
-- severity = "high"
-- harmless_when = "Never, unless the company mines."
-- next = "Stop task and service, deregister the definition, look in every region and cluster."
-- references = ["https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"]
-- fact = "miners_run"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.family'),
    json_extract_scalar(request_parameters, '$.taskDefinition'),
    json_extract_scalar(request_parameters, '$.jobDefinitionName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"image"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
WHERE (event_source = 'ecs.amazonaws.com'
    AND event_name IN ('RegisterTaskDefinition', 'CreateService', 'RunTask', 'StartTask')
    AND (
      regexp_like(request_parameters, '(?i)"image"\s*:\s*"[^"]*(xmr|monero|miner|ethermine|nicehash)')
      OR regexp_like(request_parameters, '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig)')
    ))
  OR (event_source = 'batch.amazonaws.com'
    AND event_name IN ('RegisterJobDefinition', 'SubmitJob')
    AND regexp_like(
      request_parameters,
      '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig|ethermine|nicehash)'
    ))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN ('CreateFunction', 'UpdateFunctionConfiguration')
    AND regexp_like(
      request_parameters,
      '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig|ethermine|nicehash)'
    ))
  OR (event_source = 'apprunner.amazonaws.com'
    AND event_name = 'CreateService'
    AND regexp_like(
      request_parameters,
      '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig|ethermine|nicehash)'
    ))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN ('CreateTrainingJob', 'CreateProcessingJob')
    AND regexp_like(
      request_parameters,
      '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig|ethermine|nicehash)'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'CreateContainerServiceDeployment'
    AND regexp_like(
      request_parameters,
      '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig|ethermine|nicehash)'
    ))
  OR (event_source = 'codebuild.amazonaws.com'
    AND event_name IN ('CreateProject', 'StartBuild')
    AND regexp_like(
      request_parameters,
      '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig|ethermine|nicehash)'
    ))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name = 'CreateJob'
    AND regexp_like(
      request_parameters,
      '(?i)(stratum\+tcp|stratum\+ssl|--donate-level|xmrig|ethermine|nicehash)'
    ))
ORDER BY event_time, event_id
