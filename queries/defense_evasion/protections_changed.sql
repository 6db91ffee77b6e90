-- title = "Encryption, key rotation, guardrails, image scans or code checks changed"
-- why = "The call can weaken the protection as well as strengthen it: what was set decides."
-- techniques = ["T1685", "T1600", "T1565.001", "T1525"]
-- severity = "low"
-- harmless_when = "The owner sets or strengthens a protection."
-- next = "Compare the setting before and after."
-- references = ["https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageScanningConfiguration.html", "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateCodeSigningConfig.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.kmsKeyId'),
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.approvalRuleTemplateName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN ('ModifyEbsDefaultKmsKeyId', 'ResetEbsDefaultKmsKeyId', 'ModifyVpcEncryptionControl'))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name = 'ModifyEndpointEncryptionMode')
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN (
      'UpdateCodeSigningConfig', 'PutFunctionCodeSigningConfig', 'UpdateFunctionCodeSigningConfig'
    ))
  OR (event_source = 'ecr.amazonaws.com'
    AND event_name IN (
      'PutImageScanningConfiguration', 'PutRegistryScanningConfiguration', 'PutImageTagMutability',
      'PutAccountSetting', 'PutSigningConfiguration'
    ))
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name IN ('UpdateApprovalRuleTemplateContent', 'UpdatePullRequestApprovalRuleContent'))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN (
      'UpdateAccountAuditConfiguration', 'UpdateAuditSuppression', 'UpdateEncryptionConfiguration'
    ))
  OR (event_source = 'acm.amazonaws.com'
    AND event_name = 'PutAccountConfiguration')
  OR (event_source = 'logs.amazonaws.com'
    AND event_name = 'AssociateKmsKey')
  OR (event_source = 'eks.amazonaws.com'
    AND event_name = 'AssociateEncryptionConfig')
  OR (event_source = 'kms.amazonaws.com'
    AND event_name = 'EnableKeyRotation')
  OR (event_source = 'ds.amazonaws.com'
    AND event_name IN ('EnableLDAPS', 'EnableClientAuthentication', 'EnableCAEnrollmentPolicy'))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name = 'PutDataCatalogEncryptionSettings')
  OR (event_source = 'bedrock.amazonaws.com'
    AND event_name IN ('UpdateGuardrail', 'PutEnforcedGuardrailConfiguration'))
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name = 'OverridePullRequestApprovalRules')
  OR (event_source = 'codeartifact.amazonaws.com'
    AND event_name IN ('PutPackageOriginConfiguration', 'UpdatePackageGroupOriginConfiguration'))
  OR (event_source = 'billing.amazonaws.com'
    AND event_name = 'UpdateIAMAccessPreference')
  OR (event_source = 'bedrock-agentcore.amazonaws.com'
    AND event_name = 'UpdatePolicyEngine')
ORDER BY event_time, event_id
