-- title = "Identity source of Identity Center changed"
-- why = "Who answers for the identities can sign in as any of them, in every account that they reach."
-- techniques = ["T1556", "T1484.002"]
-- severity = "high"
-- harmless_when = "The identity team moves to another provider, announced."
-- next = "Compare provider, metadata and certificate with your own; revoke the sessions that were opened since."
-- references = ["https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.directoryId'),
    json_extract_scalar(request_parameters, '$.identityStoreId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'sso.amazonaws.com'
    AND event_name IN ('AssociateDirectory', 'DisassociateDirectory'))
  OR (event_source = 'sso-directory.amazonaws.com'
    AND event_name IN (
      'CreateExternalIdPConfigurationForDirectory', 'UpdateExternalIdPConfigurationForDirectory',
      'EnableExternalIdPConfigurationForDirectory', 'DisableExternalIdPConfigurationForDirectory',
      'DeleteExternalIdPConfigurationForDirectory', 'ImportExternalIdPCertificate'
    ))
ORDER BY event_time, event_id
