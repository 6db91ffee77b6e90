-- title = "Documents that models answer from changed"
-- why = "What is fed in comes back as an answer: false facts, or orders to an agent that reads them."
-- techniques = ["T1565.001", "T1648"]
-- severity = "medium"
-- harmless_when = "A scheduled sync of the owner's documents."
-- next = "See which documents came in and from where; sync again from the source that is known to be good."
-- references = ["https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_IngestKnowledgeBaseDocuments.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.knowledgeBaseId'),
    json_extract_scalar(request_parameters, '$.dataSourceId'),
    json_extract_scalar(request_parameters, '$.indexId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'bedrock.amazonaws.com'
    AND event_name IN (
      'CreateDataSource', 'UpdateDataSource', 'UpdateKnowledgeBase', 'StartIngestionJob',
      'IngestKnowledgeBaseDocuments'
    ))
  OR (event_source = 'qbusiness.amazonaws.com'
    AND event_name IN (
      'CreateDataSource', 'UpdateDataSource', 'StartDataSourceSyncJob', 'BatchPutDocument'
    ))
ORDER BY event_time, event_id
