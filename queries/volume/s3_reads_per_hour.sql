-- title = "Object reads per bucket and hour"
-- why = "Bulk reading shows as hours with many distinct objects."
-- techniques = ["T1530"]
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html"]
-- kind = "volume"
SELECT
  json_extract_scalar(request_parameters, '$.bucketName') AS target,
  date_trunc('hour', event_time) AS hour_utc,
  count(*) AS reads,
  count(DISTINCT json_extract_scalar(request_parameters, '$.key')) AS objects,
  CAST(coalesce(sum(TRY_CAST(json_extract_scalar(additional_event_data, '$.bytesTransferredOut') AS double)), 0) AS bigint) AS bytes,
  count(DISTINCT source_ip_address) AS addresses,
  count_if(error_code IS NOT NULL) AS not_succeeded
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name = 'GetObject'
GROUP BY json_extract_scalar(request_parameters, '$.bucketName'), date_trunc('hour', event_time)
ORDER BY target, hour_utc
