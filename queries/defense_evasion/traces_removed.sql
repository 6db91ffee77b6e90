-- title = "Key pairs, mail identities, shells, endpoints or other means taken away"
-- why = "Intruders delete mail identities, key pairs and shells that they used, so that nobody finds them."
-- techniques = ["T1070"]
-- severity = "medium"
-- harmless_when = "The owner tidies up."
-- next = "Look for what this identity, key pair or document was used for before it was deleted."
-- references = ["https://docs.aws.amazon.com/ses/latest/APIReference/API_DeleteIdentity.html"]
-- fact = "traces_removed"
-- tells_of = ["weakens_nothing"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.identity'),
    json_extract_scalar(request_parameters, '$.emailIdentity'),
    json_extract_scalar(request_parameters, '$.keyName'),
    json_extract_scalar(request_parameters, '$.keyPairId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ses.amazonaws.com'
    AND event_name IN (
      'DeleteIdentity', 'DeleteEmailIdentity', 'DeleteVerifiedEmailAddress', 'DeleteIdentityPolicy',
      'DeleteEmailIdentityPolicy', 'DeleteConfigurationSet', 'DeleteTemplate', 'DeleteEmailTemplate',
      'DeleteContactList', 'DeleteContact', 'DeleteDedicatedIpPool', 'DeleteReceiptFilter',
      'DeleteCustomVerificationEmailTemplate', 'DeleteTenant', 'DeleteIngressPoint', 'DeleteRelay',
      'DeleteRuleSet', 'DeleteTrafficPolicy', 'DeleteAddressList', 'DeleteConfigurationSetTrackingOptions',
      'DeleteArchive', 'DeleteMultiRegionEndpoint'
    ))
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'DeleteKeyPair', 'DeleteLaunchTemplate', 'DeleteLaunchTemplateVersions', 'DeleteTrafficMirrorSession',
      'DeleteTrafficMirrorTarget', 'DeleteTrafficMirrorFilter', 'DeleteTrafficMirrorFilterRule',
      'DeleteInstanceConnectEndpoint', 'ModifyManagedResourceVisibility', 'CancelExportTask',
      'CancelImportTask', 'CancelBundleTask', 'CancelConversionTask'
    ))
  OR (event_source = 'cloudshell.amazonaws.com'
    AND event_name IN ('DeleteEnvironment', 'DeleteSession'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name IN (
      'DeleteDocument', 'DeleteAssociation', 'DeleteActivation', 'DeregisterManagedInstance',
      'DeleteMaintenanceWindow', 'DeregisterTaskFromMaintenanceWindow',
      'DeregisterTargetFromMaintenanceWindow', 'DeletePatchBaseline', 'DeregisterPatchBaselineForPatchGroup',
      'DeregisterDefaultHostManagementConfiguration', 'DeleteResourceDataSync', 'DeleteResourcePolicy',
      'DeleteInventory', 'DeleteOpsItem'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name IN ('DeleteKeyPair', 'DeleteKnownHostKeys', 'DeleteContactMethod', 'DeleteBucketAccessKey'))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name IN (
      'DeleteNamedQuery', 'DeleteWorkGroup', 'DeletePreparedStatement', 'DeleteNotebook', 'DeleteDataCatalog'
    ))
  OR (event_source = 'codebuild.amazonaws.com'
    AND event_name IN (
      'DeleteSourceCredentials', 'BatchDeleteBuilds', 'DeleteProject', 'DeleteWebhook', 'DeleteReport',
      'DeleteReportGroup', 'DeleteFleet', 'DeleteOAuthToken', 'DeleteResourcePolicy'
    ))
  OR (event_source = 'sns.amazonaws.com'
    AND event_name IN ('DeletePlatformApplication', 'DeleteEndpoint', 'DeleteSMSSandboxPhoneNumber'))
  OR (event_source = 'mobiletargeting.amazonaws.com'
    AND event_name IN (
      'DeleteApp', 'DeleteCampaign', 'DeleteSegment', 'DeleteEmailChannel', 'DeleteSmsChannel',
      'DeleteEndpoint', 'DeleteJourney', 'DeleteEmailTemplate', 'DeleteEventStream'
    ))
  OR (event_source = 'sms-voice.amazonaws.com'
    AND event_name IN (
      'DeleteConfigurationSet', 'DeletePool', 'DeleteRegistration', 'DeleteVerifiedDestinationNumber',
      'DeleteOptedOutNumber', 'ReleasePhoneNumber', 'ReleaseSenderId'
    ))
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name IN (
      'DeleteRetentionPolicy', 'DeleteOrganization', 'DeleteAlias', 'DeleteImpersonationRole',
      'DeleteEmailMonitoringConfiguration'
    ))
  OR (event_source = 'appflow.amazonaws.com'
    AND event_name IN ('DeleteFlow', 'DeleteConnectorProfile', 'StopFlow'))
  OR (event_source = 'transfer.amazonaws.com'
    AND event_name IN (
      'DeleteSshPublicKey', 'DeleteConnector', 'DeleteAgreement', 'DeleteAccess', 'DeleteHostKey',
      'DeleteWorkflow', 'DeleteCertificate'
    ))
  OR (event_source = 'dms.amazonaws.com'
    AND event_name IN (
      'DeleteEndpoint', 'DeleteReplicationTask', 'DeleteReplicationInstance', 'DeleteDataMigration',
      'DeleteCertificate'
    ))
  OR (event_source = 'glue.amazonaws.com'
    AND event_name IN (
      'DeleteDevEndpoint', 'DeleteSession', 'DeleteTrigger', 'DeleteConnection', 'BatchDeleteConnection',
      'DeleteBlueprint'
    ))
  OR (event_source = 'grafana.amazonaws.com'
    AND event_name IN (
      'DeleteWorkspaceApiKey', 'DeleteWorkspaceServiceAccount', 'DeleteWorkspaceServiceAccountToken'
    ))
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name IN ('DeleteApiKey', 'DeleteUsagePlanKey', 'DeleteUsagePlan', 'DeleteClientCertificate'))
  OR (event_source = 'imagebuilder.amazonaws.com'
    AND event_name IN (
      'DeleteComponent', 'DeleteImageRecipe', 'DeleteContainerRecipe', 'DeleteDistributionConfiguration'
    ))
  OR (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'DeleteNotebookInstanceLifecycleConfig', 'DeleteStudioLifecycleConfig', 'DeleteCodeRepository'
    ))
ORDER BY event_time, event_id
