-- title = "Web delivery changed"
-- why = "Distributions and hosting decide what visitors of the company's sites get to see."
-- techniques = ["T1565.003", "T1491.002", "T1119"]
-- severity = "medium"
-- harmless_when = "The web team publishes a release."
-- next = "Compare origins and certificates with the source; clear caches."
-- references = ["https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.id'),
    json_extract_scalar(request_parameters, '$.distributionConfig.aliases.items[0]'),
    json_extract_scalar(request_parameters, '$.distributionConfig.origins.items[0].domainName'),
    json_extract_scalar(request_parameters, '$.appId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} IN (
      'CreateDistribution', 'CreateDistributionWithTags', 'CopyDistribution',
      'UpdateDistributionWithStagingConfig', 'AssociateAlias', 'UpdateDomainAssociation',
      'CreateContinuousDeploymentPolicy', 'UpdateContinuousDeploymentPolicy', 'UpdateOriginAccessControl',
      'UpdateCloudFrontOriginAccessIdentity', 'DeleteOriginAccessControl', 'CreatePublicKey',
      'UpdateKeyGroup', 'CreateKeyGroup', 'UpdateKeyValueStore', 'CreateInvalidation', 'UpdateCachePolicy',
      'UpdateResponseHeadersPolicy', 'CreateStreamingDistribution', 'UpdateStreamingDistribution',
      'CreateOriginAccessControl', 'CreateCloudFrontOriginAccessIdentity', 'CreateCachePolicy',
      'CreateOriginRequestPolicy', 'UpdateOriginRequestPolicy', 'CreateResponseHeadersPolicy',
      'CreateKeyValueStore', 'CreateTrustStore', 'UpdateTrustStore', 'CreateVpcOrigin', 'UpdateVpcOrigin',
      'CreateDistributionTenant', 'UpdateDistributionTenant', 'UpdatePublicKey',
      'CreateStreamingDistributionWithTags', 'CreateInvalidationForDistributionTenant',
      'CreateFieldLevelEncryptionConfig', 'UpdateFieldLevelEncryptionConfig'
    ))
  OR (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN ('EnableReplication', 'DisableReplication'))
  OR (event_source = 'amplify.amazonaws.com'
    AND event_name IN (
      'UpdateDomainAssociation', 'CreateDomainAssociation', 'UpdateApp', 'UpdateBranch', 'UpdateWebhook'
    ))
  OR (event_source = 'acm.amazonaws.com'
    AND event_name = 'ImportCertificate')
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'CreateDomainName')
  OR (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN (
      'AddListenerCertificates', 'SetLoadBalancerListenerSSLCertificate', 'RemoveListenerCertificates',
      'CreateTrustStore', 'ModifyTrustStore', 'AddTrustStoreRevocations', 'RemoveTrustStoreRevocations'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN (
      'AttachCertificateToDistribution', 'AttachLoadBalancerTlsCertificate', 'ResetDistributionCache'
    ))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'UpdateDistribution'
    AND (
      coalesce(json_extract_scalar(request_parameters, '$.distributionConfig.enabled'), '-') <> 'true'
      OR json_extract(request_parameters, '$.distributionConfig.origins') IS NOT NULL
    ))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'UpdateDomainName'
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"path"\s*:\s*"/securityPolicy"[^{}]*"TLS_1_[23]|"TLS_1_[23][^{}]*"path"\s*:\s*"/securityPolicy"'
    ))
  OR (event_source = 'acm.amazonaws.com'
    AND event_name = 'UpdateCertificateOptions'
    AND NOT regexp_like(
      coalesce(request_parameters, ''),
      '"certificateTransparencyLoggingPreference"\s*:\s*"ENABLED"'
    ))
ORDER BY event_time, event_id
