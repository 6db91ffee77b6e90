-- title = "Messages, streams, archives, files or consoles read"
-- why = "Queues, streams, archives and shared files carry data as well."
-- techniques = ["T1530", "T1213", "T1552"]
-- severity = "low"
-- harmless_when = "The application does its work."
-- next = "Count by store; compare with the normal volume."
-- references = ["https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.queueUrl'),
    json_extract_scalar(request_parameters, '$.streamName'),
    json_extract_scalar(request_parameters, '$.streamARN'),
    json_extract_scalar(request_parameters, '$.vaultName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'sqs.amazonaws.com'
    AND event_name IN ('ReceiveMessage', 'StartMessageMoveTask'))
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name IN (
      'GetRecords', 'GetShardIterator', 'SubscribeToShard', 'RegisterStreamConsumer'
    ))
  OR (event_source = 'glacier.amazonaws.com'
    AND event_name IN ('InitiateJob', 'GetJobOutput'))
  OR (event_source = 's3tables.amazonaws.com'
    AND event_name = 'GetTableData')
  OR (event_source = 's3vectors.amazonaws.com'
    AND event_name IN ('GetVectors', 'QueryVectors'))
  OR (event_source = 's3-outposts.amazonaws.com'
    AND event_name = 'GetObject')
  OR (event_source = 'kinesisvideo.amazonaws.com'
    AND event_name IN (
      'GetMedia', 'GetClip', 'GetHLSStreamingSessionURL', 'GetDASHStreamingSessionURL'
    ))
  OR (event_source = 'workdocs.amazonaws.com'
    AND event_name IN ('GetDocument', 'GetDocumentVersion', 'DownloadDocumentVersion'))
  OR (event_source = 'mediastore.amazonaws.com'
    AND event_name = 'GetObject')
  OR (event_source = 'elasticfilesystem.amazonaws.com'
    AND event_name IN ('NewClientConnection', 'ClientMount'))
  OR (event_source = 'iotdata.amazonaws.com'
    AND event_name IN ('GetThingShadow', 'GetRetainedMessage'))
  OR (event_source = 'kafka-cluster.amazonaws.com'
    AND event_name = 'ReadData')
  OR (event_source = 'dataexchange.amazonaws.com'
    AND event_name IN ('GetAsset', 'StartJob', 'CreateJob'))
  OR (event_source = 'transcribe.amazonaws.com'
    AND event_name IN ('GetTranscriptionJob', 'GetMedicalTranscriptionJob'))
  OR (event_source = 'comprehend.amazonaws.com'
    AND event_name = 'DescribeEntitiesDetectionJob')
  OR (event_source = 'appconfig.amazonaws.com'
    AND event_name IN ('GetConfiguration', 'GetLatestConfiguration'))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'GetConsoleOutput')
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('GetContainerLog', 'GetRelationalDatabaseLogEvents'))
ORDER BY event_time, event_id
