-- title = "Systems Manager document made public"
-- why = "Everyone with an AWS account can read it."
-- techniques = ["T1190", "T1537"]
-- severity = "high"
-- harmless_when = "The company publishes tools."
-- next = "Take it back; change what it gave away."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html"]
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name = 'ModifyDocumentPermission'
  AND regexp_like(
    json_format(json_extract(request_parameters, '$.accountIdsToAdd')),
    '(?i)"all"'
  )
ORDER BY event_time, event_id
