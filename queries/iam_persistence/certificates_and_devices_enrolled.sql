-- title = "Private certificates issued or devices enrolled"
-- why = "A certificate of a private authority or of a device opens what trusts it, and roles behind device aliases."
-- techniques = ["T1649", "T1098.001", "T1136.003"]
-- severity = "medium"
-- next = "Revoke the certificate; look for sessions of the role behind the alias."
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.certificateAuthorityArn'),
    json_extract_scalar(request_parameters, '$.certificateId'),
    json_extract_scalar(request_parameters, '$.policyName'),
    json_extract_scalar(request_parameters, '$.roleAlias'),
    json_extract_scalar(request_parameters, '$.thingName'),
    json_extract_scalar(request_parameters, '$.templateName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.roleArn') AS detail
FROM events
WHERE (event_source = 'acm-pca.amazonaws.com'
    AND event_name IN (
      'CreateCertificateAuthority', 'RestoreCertificateAuthority', 'CreatePermission',
      'ImportCertificateAuthorityCertificate', 'IssueCertificate', 'PutPolicy'
    ))
  OR (event_source = 'pca-connector-ad.amazonaws.com'
    AND event_name IN (
      'CreateConnector', 'CreateTemplate', 'UpdateTemplate', 'CreateTemplateGroupAccessControlEntry',
      'UpdateTemplateGroupAccessControlEntry', 'CreateServicePrincipalName', 'CreateDirectoryRegistration'
    ))
  OR (event_source = 'pca-connector-scep.amazonaws.com'
    AND event_name IN ('CreateConnector', 'CreateChallenge', 'GetChallengePassword'))
  OR (event_source = 'acm.amazonaws.com'
    AND event_name = 'GetAcmeExternalAccountBindingCredentials')
  OR (event_source = 'drs.amazonaws.com'
    AND event_name = 'IssueAgentCertificateForDrs')
  OR (event_source = 'mgn.amazonaws.com'
    AND event_name = 'IssueClientCertificateForMgn')
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN (
      'CreateKeysAndCertificate', 'CreateCertificateFromCsr', 'RegisterCertificate',
      'RegisterCertificateWithoutCA', 'RegisterCACertificate', 'AcceptCertificateTransfer',
      'TransferCertificate', 'AttachPolicy', 'AttachPrincipalPolicy', 'AttachThingPrincipal',
      'CreatePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'CreateRoleAlias',
      'UpdateRoleAlias', 'CreateAuthorizer', 'UpdateAuthorizer', 'SetDefaultAuthorizer',
      'CreateProvisioningClaim', 'CreateProvisioningTemplate', 'CreateProvisioningTemplateVersion',
      'UpdateProvisioningTemplate', 'RegisterThing', 'CreateThing', 'StartThingRegistrationTask',
      'CreateDomainConfiguration', 'UpdateDomainConfiguration', 'CreateCertificateProvider',
      'UpdateCertificateProvider'
    ))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN ('UpdateCACertificate', 'UpdateCertificate')
    AND coalesce(json_extract_scalar(request_parameters, '$.newStatus'), '-') NOT IN ('INACTIVE', 'REVOKED'))
  OR (event_source = 'acm-pca.amazonaws.com'
    AND event_name = 'UpdateCertificateAuthority'
    AND coalesce(json_extract_scalar(request_parameters, '$.status'), '-') <> 'DISABLED'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"enabled"\s*:\s*"?true'))
ORDER BY event_time, event_id
