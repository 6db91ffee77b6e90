-- title = "Queue, topic or registry opened to everybody"
-- why = "Anybody can read from it."
-- techniques = ["T1567", "T1537"]
-- severity = "critical"
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.repositoryName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'sqs.amazonaws.com' AND event_name IN ('SetQueueAttributes', 'AddPermission', 'CreateQueue'))
  OR (event_source = 'sns.amazonaws.com' AND event_name IN ('SetTopicAttributes', 'AddPermission'))
  OR (event_source = 'ecr.amazonaws.com' AND event_name IN ('SetRepositoryPolicy', 'PutRegistryPolicy'))
)
  AND (regexp_like(request_parameters, '\\?"Principal\\?"\s*:\s*\\?"\*') OR regexp_like(request_parameters, '\\?"AWS\\?"\s*:\s*(\[\s*)?\\?"\*'))
ORDER BY event_time, event_id
