-- title = "Systems Manager documents or managed machines changed"
-- why = "A document is code that runs on machines later; a registered machine or activation is a foothold outside the account."
-- techniques = ["T1651"]
-- severity = "medium"
-- harmless_when = "The operations team publishes runbooks."
-- next = "Read the document versions; remove activations and machines that nobody knows."
-- references = ["https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.activationId'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE event_source = 'ssm.amazonaws.com'
  AND event_name IN (
    'CreateDocument', 'UpdateDocument', 'UpdateDocumentDefaultVersion', 'CreateActivation',
    'RegisterManagedInstance', 'UpdateManagedInstanceRole', 'RegisterDefaultHostManagementConfiguration',
    'RegisterDefaultPatchBaseline', 'CreatePatchBaseline', 'UpdatePatchBaseline', 'PutResourcePolicy',
    'CreateCloudConnector', 'UpdateCloudConnector', 'UpdateDocumentMetadata',
    'RegisterPatchBaselineForPatchGroup', 'UpdateServiceSetting', 'ResetServiceSetting'
  )
ORDER BY event_time, event_id
