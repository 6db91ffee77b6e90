-- title = "Encryption defaults, image scans or code checks switched off"
-- why = "Unencrypted copies can be shared and read without a key; unchecked code and images can come from anyone."
-- techniques = ["T1685", "T1600", "T1565.001", "T1525"]
-- severity = "medium"
-- harmless_when = "A default is exchanged by its owner."
-- next = "Restore the protection; list volumes, snapshots, code and images made meanwhile."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableEbsEncryptionByDefault.html", "https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionCodeSigningConfig.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.kmsKeyId'),
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.repositoryName'),
    {{ first_name }},
    aws_region
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'DisableEbsEncryptionByDefault', 'DeleteVpcEncryptionControl'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVpcEncryptionControl'
    AND regexp_like(request_parameters, '(?i)"mode"\s*:\s*"monitor"'))
  OR (event_source = 'kms.amazonaws.com'
    AND event_name = 'DisableKeyRotation')
  OR (event_source = 'kinesis.amazonaws.com'
    AND event_name = 'StopStreamEncryption')
  OR (event_source = 'firehose.amazonaws.com'
    AND event_name = 'StopDeliveryStreamEncryption')
  OR (event_source = 'sqs.amazonaws.com'
    AND event_name = 'SetQueueAttributes'
    AND regexp_like(request_parameters, '"SqsManagedSseEnabled"\s*:\s*"?false|"KmsMasterKeyId"\s*:\s*""'))
  OR (event_source = 'sns.amazonaws.com'
    AND event_name = 'SetTopicAttributes'
    AND json_extract_scalar(request_parameters, '$.attributeName') = 'KmsMasterKeyId'
    AND coalesce(json_extract_scalar(request_parameters, '$.attributeValue'), '') = '')
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name = 'ModifyEndpointEncryptionMode'
    AND json_extract_scalar(request_parameters, '$.endpointEncryptionMode') = 'STANDARD_TLS')
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN (
      'DeleteFunctionCodeSigningConfig', 'DeleteCodeSigningConfig'
    ))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} = 'UpdateCodeSigningConfig'
    AND regexp_like(request_parameters, '"untrustedArtifactOnDeployment"\s*:\s*"Warn"'))
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name = 'DeleteSigningConfiguration')
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name = 'PutImageScanningConfiguration'
    AND regexp_like(request_parameters, '"scanOnPush"\s*:\s*"?false'))
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name = 'PutRegistryScanningConfiguration'
    AND regexp_like(request_parameters, '"rules"')
    AND NOT regexp_like(request_parameters, 'SCAN_ON_PUSH|CONTINUOUS_SCAN'))
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name = 'PutImageTagMutability'
    AND json_extract_scalar(request_parameters, '$.imageTagMutability') = 'MUTABLE')
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name IN (
      'DeleteApprovalRuleTemplate', 'DisassociateApprovalRuleTemplateFromRepository',
      'BatchDisassociateApprovalRuleTemplateFromRepositories', 'DeletePullRequestApprovalRule'
    ))
  OR (event_source = 'signer.amazonaws.com'
    AND event_name IN ('RevokeSigningProfile', 'CancelSigningProfile'))
  OR (event_source = 'ds.amazonaws.com'
    AND event_name IN (
      'DisableLDAPS', 'DisableRadius', 'DisableClientAuthentication', 'DisableCAEnrollmentPolicy'
    ))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN (
      'DeleteAccountAuditConfiguration', 'DeleteScheduledAudit', 'DetachSecurityProfile', 'DeleteSecurityProfile',
      'CreateAuditSuppression', 'DeleteMitigationAction'
    ))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name = 'UpdateAccountAuditConfiguration'
    AND regexp_like(request_parameters, '"enabled"\s*:\s*"?false'))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name = 'DeleteSecurityConfiguration')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'DeleteSecurityConfiguration')
  OR (event_source = 'glue.amazonaws.com'
    AND event_name = 'PutDataCatalogEncryptionSettings'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"catalogEncryptionMode"\s*:\s*"SSE-KMS')
      OR regexp_like(request_parameters, '"returnConnectionPasswordEncrypted"\s*:\s*"?false')
    ))
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name = 'ModifyListener'
    AND regexp_like(
      request_parameters,
      '"sslPolicy"\s*:\s*"ELBSecurityPolicy-(TLS-1-[01]-|TLS13-1-[01]-|2015-|2016-|FS-2018|FS-1-1)'
    ))
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name = 'OverridePullRequestApprovalRules'
    AND coalesce(json_extract_scalar(request_parameters, '$.overrideStatus'), '-') <> 'REVOKE')
ORDER BY event_time, event_id
