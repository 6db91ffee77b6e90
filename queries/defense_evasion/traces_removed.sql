-- title = "Identities, key pairs or shells deleted as a cleanup"
-- why = "Intruders delete mail identities, key pairs and shells that they used, so that nobody finds them."
-- techniques = ["T1070"]
-- severity = "medium"
-- harmless_when = "The owner tidies up."
-- next = "Look for what this identity, key pair or document was used for before it was deleted."
-- references = ["https://docs.aws.amazon.com/ses/latest/APIReference/API_DeleteIdentity.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identity'),
    json_extract_scalar(request_parameters, '$.emailIdentity'),
    json_extract_scalar(request_parameters, '$.keyName'),
    json_extract_scalar(request_parameters, '$.keyPairId'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (event_source = 'ses.amazonaws.com'
    AND event_name IN (
      'DeleteIdentity', 'DeleteEmailIdentity', 'DeleteVerifiedEmailAddress', 'DeleteIdentityPolicy',
      'DeleteEmailIdentityPolicy', 'DeleteConfigurationSet', 'DeleteTemplate', 'DeleteEmailTemplate'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'DeleteKeyPair')
  OR (event_source = 'cloudshell.amazonaws.com'
    AND event_name IN ('DeleteEnvironment', 'DeleteSession'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN (
      'DeleteDocument', 'DeleteAssociation', 'DeleteActivation', 'DeregisterManagedInstance'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('DeleteKeyPair', 'DeleteKnownHostKeys'))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name IN ('DeleteNamedQuery', 'DeleteWorkGroup'))
  OR (event_source = 'codebuild.amazonaws.com'
    AND event_name IN ('DeleteSourceCredentials', 'BatchDeleteBuilds', 'DeleteProject'))
ORDER BY event_time, event_id
