-- title = "Data exported from a store"
-- why = "Export jobs write whole tables, snapshots, logs or mailboxes to a bucket in one go."
-- techniques = ["T1537", "T1567.002", "T1213.006", "T1530"]
-- severity = "medium"
-- harmless_when = "A known export by the data team."
-- next = "Find the bucket: who owns it, who read it? Treat the data as copied."
-- references = ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartExportTask.html", "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html"]
-- fact = "data_exports"
-- tells_of = ["store_copied"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.sourceArn'),
    json_extract_scalar(request_parameters, '$.tableArn'),
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.serverlessCacheSnapshotName'),
    json_extract_scalar(request_parameters, '$.snapshotName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.s3BucketName'),
    json_extract_scalar(request_parameters, '$.s3Bucket'),
    json_extract_scalar(request_parameters, '$.destination'),
    json_extract_scalar(request_parameters, '$.targetBucket')
  ) AS detail
FROM events
WHERE (event_source = 'rds.amazonaws.com'
    AND event_name = 'StartExportTask')
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name IN ('ExportTableToPointInTime', 'EnableKinesisStreamingDestination'))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name = 'ExportServerlessCacheSnapshot')
  OR (event_source IN ('elasticache.amazonaws.com', 'memorydb.amazonaws.com')
    AND event_name = 'CopySnapshot'
    AND json_extract(request_parameters, '$.targetBucket') IS NOT NULL)
  OR (event_source = 'logs.amazonaws.com'
    AND event_name = 'CreateExportTask')
  OR (event_source = 'neptune-graph.amazonaws.com'
    AND event_name IN ('StartExportTask', 'CreateGraphSnapshot'))
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name = 'Unload')
  OR (event_source = 'ses.amazonaws.com'
    AND event_name IN ('CreateExportJob', 'StartArchiveExport'))
  OR (event_source = 'mobiletargeting.amazonaws.com'
    AND event_name = 'CreateExportJob')
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name = 'StartMailboxExportJob')
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name IN ('ExportApi', 'GetExport'))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name = 'ExportNotebook')
  OR (event_source = 'qldb.amazonaws.com'
    AND event_name = 'ExportJournalToS3')
  OR (event_source = 'snowball.amazonaws.com'
    AND event_name IN ('CreateJob', 'CreateCluster'))
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name IN ('StartAssetBundleExportJob', 'StartDashboardSnapshotJob'))
  OR (event_source = 'connect.amazonaws.com'
    AND event_name = 'StartContactEvaluation')
  OR (event_source = 'dlm.amazonaws.com'
    AND event_name = 'CreateLifecyclePolicy')
  OR (event_source = 'comprehend.amazonaws.com'
    AND event_name = 'StartEntitiesDetectionJob')
  OR (event_source = 'healthlake.amazonaws.com'
    AND event_name = 'StartFHIRExportJob')
  OR (event_source = 'chime.amazonaws.com'
    AND event_name = 'StartMeetingTranscription')
  OR (event_source = 'm2.amazonaws.com'
    AND event_name = 'CreateDataSetExportTask')
  OR (event_source = 'bcm-data-exports.amazonaws.com'
    AND event_name = 'CreateExport')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ExportTransitGatewayRoutes')
  OR (event_source = 'inspector2.amazonaws.com'
    AND event_name IN ('CreateFindingsReport', 'CreateSbomExport'))
  OR (event_source = 'securityhub.amazonaws.com'
    AND event_name = 'StartExportJobV2')
ORDER BY event_time, event_id
