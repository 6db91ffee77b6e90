-- title = "Systems Manager document shared"
-- why = "Others can read the document, with the names and secrets that runbooks often hold, or are lured into running it."
-- techniques = ["T1190", "T1537"]
-- severity = "medium"
-- harmless_when = "The company shares runbooks between its accounts."
-- next = "List the accounts; 'all' means public."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ModifyDocumentPermission.html"]
-- fact = "documents_shared"
-- tells_of = ["opened_to_outsiders"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target,
  json_format(json_extract(request_parameters, '$.accountIdsToAdd')) AS detail
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name = 'ModifyDocumentPermission'
  AND (json_extract(request_parameters, '$.accountIdsToAdd') IS NOT NULL
    OR json_extract(request_parameters, '$.accountIdsToRemove') IS NULL)
ORDER BY event_time, event_id
