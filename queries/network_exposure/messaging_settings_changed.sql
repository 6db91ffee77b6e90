-- title = "Settings of queues or topics changed"
-- why = "Policies, encryption, redrive and delivery settings of queues and topics are changed with these calls."
-- techniques = ["T1190", "T1537", "T1070"]
-- severity = "low"
-- harmless_when = "Infrastructure code sets attributes."
-- next = "Compare the attributes before and after."
-- references = ["https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.queueName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.attributeName') AS detail
FROM events
WHERE (event_source = 'sqs.amazonaws.com'
    AND event_name IN ('SetQueueAttributes', 'CreateQueue', 'RemovePermission'))
  OR (event_source = 'sns.amazonaws.com'
    AND event_name IN ('SetTopicAttributes', 'RemovePermission', 'PutDataProtectionPolicy'))
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name IN ('DecreaseStreamRetentionPeriod', 'UpdateStreamMode'))
ORDER BY event_time, event_id
