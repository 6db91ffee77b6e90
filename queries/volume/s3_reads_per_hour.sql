-- title = "Object reads per bucket and hour"
-- why = "Bulk reading shows as hours with many distinct objects; only reads that succeeded count as such."
-- techniques = ["T1530"]
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html"]
-- kind = "volume"
SELECT
  json_extract_scalar(request_parameters, '$.bucketName') AS target,
  date_trunc('hour', event_time) AS hour_utc,
  count_if(error_code IS NULL) AS reads,
  count(DISTINCT CASE WHEN error_code IS NULL THEN json_extract_scalar(request_parameters, '$.key') END) AS objects,
  CAST(coalesce(sum(CASE WHEN error_code IS NULL
    THEN TRY_CAST(json_extract_scalar(additional_event_data, '$.bytesTransferredOut') AS double) END), 0) AS bigint) AS bytes,
  count(DISTINCT source_ip_address) AS addresses,
  count_if(error_code IS NOT NULL) AS not_succeeded
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name = 'GetObject'
GROUP BY json_extract_scalar(request_parameters, '$.bucketName'), date_trunc('hour', event_time)
ORDER BY target, hour_utc
