-- title = "Objects and bytes by bucket"
-- why = "Says how much left each bucket, where data events are recorded."
-- severity = "info"
-- kind = "volume"
SELECT
  json_extract_scalar(request_parameters, '$.bucketName') AS target,
  count(DISTINCT json_extract_scalar(request_parameters, '$.key')) AS objects,
  count(*) AS requests,
  sum(TRY_CAST(json_extract_scalar(additional_event_data, '$.bytesTransferredOut') AS double)) AS bytes_out
FROM events
WHERE event_source = 's3.amazonaws.com' AND event_name IN ('GetObject', 'CopyObject') AND error_code IS NULL
GROUP BY json_extract_scalar(request_parameters, '$.bucketName')
ORDER BY requests DESC, target
