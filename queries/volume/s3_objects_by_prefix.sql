-- title = "Objects and bytes per bucket and prefix"
-- why = "How much was read, written and deleted, and where: the measure of a data breach. Sizes are those of the answers, as S3 logs them; only calls that succeeded count, but for the last number."
-- techniques = ["T1530"]
-- severity = "info"
-- next = "Compare with the inventory of the bucket: which share of it was read?"
-- references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html"]
-- kind = "volume"
SELECT
  bucket AS target,
  prefix,
  count_if(reads) AS reads,
  count(DISTINCT CASE WHEN reads THEN object_key END) AS objects_read,
  CAST(coalesce(sum(CASE WHEN reads THEN bytes_out END), 0) AS bigint) AS bytes_read,
  count_if(writes) AS writes,
  CAST(coalesce(sum(CASE WHEN writes THEN bytes_in END), 0) AS bigint) AS bytes_written,
  count_if(deletes) AS deletions,
  count_if(error_code IS NOT NULL) AS not_succeeded,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM (
  SELECT
    json_extract_scalar(request_parameters, '$.bucketName') AS bucket,
    json_extract_scalar(request_parameters, '$.key') AS object_key,
    CASE WHEN strpos(json_extract_scalar(request_parameters, '$.key'), '/') > 0
      THEN split_part(json_extract_scalar(request_parameters, '$.key'), '/', 1) || '/' ELSE '' END AS prefix,
    -- What was denied or failed moved nothing, though its record gives the size of the answer.
    error_code IS NULL AND event_name IN ('GetObject', 'GetObjectTorrent', 'SelectObjectContent') AS reads,
    error_code IS NULL
      AND event_name IN ('PutObject', 'CopyObject', 'CompleteMultipartUpload', 'UploadPart', 'UploadPartCopy') AS writes,
    error_code IS NULL AND event_name IN ('DeleteObject', 'DeleteObjects') AS deletes,
    event_time,
    error_code,
    TRY_CAST(json_extract_scalar(additional_event_data, '$.bytesTransferredOut') AS double) AS bytes_out,
    TRY_CAST(json_extract_scalar(additional_event_data, '$.bytesTransferredIn') AS double) AS bytes_in
  FROM events
  WHERE event_source = 's3.amazonaws.com'
    AND event_name IN (
      'GetObject', 'GetObjectTorrent', 'SelectObjectContent', 'PutObject', 'CopyObject',
      'CompleteMultipartUpload', 'UploadPart', 'UploadPartCopy', 'DeleteObject', 'DeleteObjects'
    )
) AS objects
GROUP BY bucket, prefix
ORDER BY bytes_read DESC, reads DESC, target, prefix
