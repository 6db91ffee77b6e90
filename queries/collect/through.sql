-- Reads of objects that services made for the subject's principals with keys of their own: what a query or a job reads.
SELECT
  principal_id,
  access_key_id,
  invoked_by,
  event_source,
  event_name,
  store,
  {{ calls_once }} AS calls,
  count_if(error_code IS NULL) AS succeeded,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM (
  SELECT
    principal_id,
    access_key_id,
    invoked_by,
    event_source,
    event_name,
    json_extract_scalar(request_parameters, '$.bucketName') AS store,
    event_id,
    shared_event_id,
    error_code,
    event_time
  FROM events
  WHERE principal_id IN ({{ principals }})
    AND invoked_by IS NOT NULL
    AND event_source = 's3.amazonaws.com'
    AND addendum_of IS NULL
) AS grouped
GROUP BY principal_id, access_key_id, invoked_by, event_source, event_name, store
ORDER BY principal_id, access_key_id, invoked_by, event_source, event_name, store
