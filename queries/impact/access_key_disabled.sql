-- title = "Access keys disabled or deleted"
-- why = "Either a responder contains, or somebody is locked out."
-- techniques = ["T1531"]
-- severity = "medium"
-- harmless_when = "A responder disables the leaked key."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.accessKeyId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.userName') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('UpdateAccessKey', 'DeleteAccessKey')
  AND (event_name = 'DeleteAccessKey' OR json_extract_scalar(request_parameters, '$.status') IN ('Inactive', 'Expired') OR request_parameters IS NULL)
ORDER BY event_time, event_id
