-- title = "Mail sending set up"
-- why = "Identities, templates and settings are made before phishing or spam is sent in the name of the company."
-- techniques = ["T1496.004", "T1578.005"]
-- severity = "medium"
-- severity_otherwise = "low"
-- harmless_when = "The marketing team sets up a campaign."
-- next = "Delete identities and templates that nobody knows; look at the sending statistics."
-- references = ["https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateEmailIdentity.html"]
-- fact = "mail_setup"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identity'),
    json_extract_scalar(request_parameters, '$.emailIdentity'),
    json_extract_scalar(request_parameters, '$.emailAddress'),
    json_extract_scalar(request_parameters, '$.domain'),
    json_extract_scalar(request_parameters, '$.configurationSetName'),
    json_extract_scalar(request_parameters, '$.templateName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.websiteURL') AS detail
FROM events
WHERE (event_source = 'ses.amazonaws.com'
    AND event_name IN (
      'VerifyEmailIdentity', 'VerifyDomainIdentity', 'VerifyDomainDkim', 'VerifyEmailAddress',
      'CreateEmailIdentity', 'PutAccountDetails', 'PutAccountDedicatedIpWarmupAttributes',
      'PutAccountSuppressionAttributes', 'PutAccountPricingAttributes', 'CreateConfigurationSet',
      'PutConfigurationSetDeliveryOptions', 'PutConfigurationSetSuppressionOptions', 'CreateTemplate',
      'UpdateTemplate', 'CreateEmailTemplate', 'UpdateEmailTemplate',
      'CreateCustomVerificationEmailTemplate', 'UpdateCustomVerificationEmailTemplate',
      'CreateDedicatedIpPool', 'SetIdentityMailFromDomain', 'SetIdentityDkimEnabled',
      'SetIdentityNotificationTopic', 'PutEmailIdentityDkimAttributes',
      'PutEmailIdentityDkimSigningAttributes', 'PutEmailIdentityMailFromAttributes',
      'DeleteSuppressedDestination', 'CreateContactList', 'CreateImportJob', 'CreateTenant',
      'UpdateConfigurationSetReputationMetricsEnabled', 'PutConfigurationSetReputationOptions',
      'PutConfigurationSetTrackingOptions', 'DeleteConfigurationSetEventDestination',
      'UpdateConfigurationSetEventDestination', 'CreateMultiRegionEndpoint',
      'PutDeliverabilityDashboardOption', 'UpdateReputationEntityCustomerManagedStatus',
      'CreateConfigurationSetEventDestination', 'CreateConfigurationSetTrackingOptions',
      'UpdateConfigurationSetTrackingOptions', 'UpdateConfigurationSet',
      'PutEmailIdentityConfigurationSetAttributes', 'PutDedicatedIpInPool',
      'PutDedicatedIpWarmupAttributes', 'PutDedicatedIpPoolScalingAttributes', 'CreateAddressList',
      'CreateContact', 'UpdateContact', 'UpdateContactList', 'PutSuppressedDestination',
      'PutTenantSuppressionAttributes', 'UpdateReputationEntityPolicy',
      'SetIdentityHeadersInNotificationsEnabled', 'TestRenderTemplate', 'TestRenderEmailTemplate',
      'CreateDeliverabilityTestReport', 'PutAccountVdmAttributes', 'PutConfigurationSetVdmOptions',
      'PutConfigurationSetArchivingOptions', 'AssociateEmailIdentityCertificate',
      'ReplicateEmailIdentityDkimSigningKey'
    ))
  OR (event_source IN ('mobiletargeting.amazonaws.com', 'pinpoint.amazonaws.com')
    AND event_name IN (
      'CreateApp', 'UpdateEmailChannel', 'CreateEmailTemplate', 'CreateCampaign', 'CreateSegment',
      'CreateImportJob'
    ))
  OR (event_source = 'mobiletargeting.amazonaws.com'
    AND event_name IN (
      'UpdateCampaign', 'CreateJourney', 'UpdateJourney', 'UpdateJourneyState', 'UpdateSegment',
      'UpdateEmailTemplate', 'CreatePushTemplate', 'UpdateEndpoint', 'UpdateEndpointsBatch', 'PutEvents',
      'PutEventStream', 'UpdateApplicationSettings', 'UpdateGcmChannel', 'UpdateApnsChannel'
    ))
  OR (event_source = 'ses.amazonaws.com'
    AND event_name IN (
      'PutAccountSendingAttributes', 'UpdateAccountSendingEnabled', 'UpdateConfigurationSetSendingEnabled',
      'PutConfigurationSetSendingOptions'
    )
    AND coalesce(json_extract_scalar(request_parameters, '$.sendingEnabled'), json_extract_scalar(request_parameters, '$.enabled'), 'true') <> 'false')
ORDER BY event_time, event_id
