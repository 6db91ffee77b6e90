-- title = "Systems Manager documents or settings changed"
-- why = "A document is code that runs on machines later; settings and patch baselines say how."
-- techniques = ["T1651"]
-- severity = "medium"
-- harmless_when = "The operations team publishes runbooks."
-- next = "Read the document versions; compare the settings before and after."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.activationId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ssm.amazonaws.com'
  AND event_name IN (
    'CreateDocument', 'UpdateDocument', 'UpdateDocumentDefaultVersion', 'UpdateDocumentMetadata',
    'RegisterDefaultPatchBaseline', 'CreatePatchBaseline', 'UpdatePatchBaseline', 'PutResourcePolicy',
    'RegisterPatchBaselineForPatchGroup', 'ResetServiceSetting'
  ))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name = 'UpdateServiceSetting'
    AND NOT (
      coalesce(json_extract_scalar(request_parameters, '$.settingId'), '-') LIKE '%public-sharing-permission%'
      AND coalesce(json_extract_scalar(request_parameters, '$.settingValue'), '-') = 'Disable'
    ))
ORDER BY event_time, event_id
