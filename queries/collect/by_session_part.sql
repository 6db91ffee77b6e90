-- Role sessions in whose names these are a part: the job of EMR Serverless before the attempt, or the server behind the
-- user of a file transfer.
SELECT * FROM events
WHERE split_part(split_part(principal_id, ':', 2), ',', 1) IN ({{ names }})
   OR split_part(split_part(principal_id, ':', 2), '@', 2) IN ({{ names }})
   OR split_part(json_extract_scalar(request_parameters, '$.roleSessionName'), ',', 1) IN ({{ names }})
   OR split_part(json_extract_scalar(request_parameters, '$.roleSessionName'), '@', 2) IN ({{ names }})
ORDER BY event_time, event_id
