-- title = "Budgets, cost alerts, account contacts or bounce notices changed"
-- why = "Cost alerts, returned mail and mail from AWS to the account contacts are how owners hear of mining, mail abuse and leaked keys."
-- techniques = ["T1685", "T1098"]
-- severity = "medium"
-- harmless_when = "Finance renews budgets, or the owner keeps contacts up to date."
-- next = "Restore alerts and contacts; look at the cost of the last days by service and region; ask AWS Support what was sent meanwhile."
-- references = ["https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DeleteBudget.html", "https://docs.aws.amazon.com/accounts/latest/reference/API_PutAlternateContact.html"]
-- fact = "logging_changes"
-- tells_of = ["watch_weakened"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.budgetName'),
    json_extract_scalar(request_parameters, '$.newBudget.budgetName'),
    json_extract_scalar(request_parameters, '$.alternateContactType'),
    json_extract_scalar(request_parameters, '$.monitorArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'budgets.amazonaws.com'
    AND event_name IN (
      'DeleteBudget', 'ModifyBudget', 'UpdateBudget', 'DeleteBudgetAction', 'UpdateBudgetAction',
      'DeleteNotification', 'UpdateNotification', 'DeleteSubscriber', 'UpdateSubscriber'
    ))
  OR (event_source = 'ce.amazonaws.com'
    AND event_name IN (
      'DeleteAnomalyMonitor', 'UpdateAnomalyMonitor', 'DeleteAnomalySubscription', 'UpdateAnomalySubscription',
      'DeleteNotificationSubscription', 'ProvideAnomalyFeedback', 'UpdateCostAllocationTagsStatus',
      'UpdatePreferences'
    ))
  OR (event_source = 'cur.amazonaws.com'
    AND event_name IN ('DeleteReportDefinition', 'ModifyReportDefinition'))
  OR (event_source = 'billing.amazonaws.com'
    AND event_name = 'UpdateBillingPreferences')
  OR (event_source = 'account.amazonaws.com'
    AND event_name IN (
      'PutAlternateContact', 'DeleteAlternateContact', 'PutContactInformation', 'PutAccountName'
    ))
  OR (event_source = 'notifications.amazonaws.com'
    AND event_name IN (
      'DeleteNotificationConfiguration', 'DeleteEventRule', 'DisassociateChannel', 'DeregisterNotificationHub',
      'DisassociateManagedNotificationAccountContact', 'DisassociateManagedNotificationAdditionalChannel',
      'AssociateChannel', 'CreateNotificationConfiguration', 'UpdateNotificationConfiguration',
      'CreateEventRule', 'UpdateEventRule', 'AssociateManagedNotificationAccountContact',
      'UpdateManagedNotificationChannelAssociation'
    ))
  OR (event_source = 'ses.amazonaws.com'
    AND event_name IN ('SetIdentityFeedbackForwardingEnabled', 'PutEmailIdentityFeedbackAttributes')
    AND coalesce(
      json_extract_scalar(request_parameters, '$.forwardingEnabled'),
      json_extract_scalar(request_parameters, '$.emailForwardingEnabled'), 'false'
    ) = 'false')
  OR (event_source = 'notifications-contacts.amazonaws.com'
    AND event_name = 'DeleteEmailContact')
  OR (event_source = 'chatbot.amazonaws.com'
    AND event_name IN (
      'DeleteSlackChannelConfiguration', 'DeleteMicrosoftTeamsChannelConfiguration',
      'DeleteChimeWebhookConfiguration', 'DeleteSlackWorkspaceAuthorization',
      'CreateSlackChannelConfiguration', 'UpdateSlackChannelConfiguration',
      'CreateMicrosoftTeamsChannelConfiguration', 'UpdateMicrosoftTeamsChannelConfiguration',
      'CreateChimeWebhookConfiguration', 'UpdateChimeWebhookConfiguration', 'UpdateAccountPreferences',
      'CreateCustomAction', 'RedeemSlackOauthCode', 'RedeemMicrosoftTeamsOauthCode'
    ))
  OR (event_source = 'ssm-contacts.amazonaws.com'
    AND event_name IN (
      'DeleteContact', 'DeactivateContactChannel', 'DeleteContactChannel', 'UpdateContactChannel',
      'CreateContact', 'UpdateContact', 'CreateContactChannel', 'ActivateContactChannel', 'CreateRotation',
      'UpdateRotation', 'StopEngagement'
    ))
  OR (event_source = 'ssm-incidents.amazonaws.com'
    AND event_name IN (
      'DeleteResponsePlan', 'UpdateResponsePlan', 'DeleteReplicationSet', 'UpdateIncidentRecord',
      'DeleteIncidentRecord', 'UpdateReplicationSet'
    ))
  OR (event_source = 'codestar-notifications.amazonaws.com'
    AND event_name IN (
      'CreateNotificationRule', 'UpdateNotificationRule', 'DeleteNotificationRule', 'Subscribe', 'Unsubscribe',
      'DeleteTarget'
    ))
  OR (event_source = 'ssm-incidents.amazonaws.com'
    AND event_name = 'UpdateDeletionProtection'
    AND coalesce(json_extract_scalar(request_parameters, '$.deletionProtected'), '-') <> 'true')
  OR (event_source = 'billing.amazonaws.com'
    AND event_name = 'UpdateIAMAccessPreference'
    AND NOT regexp_like(coalesce(request_parameters, ''), ':\s*"?false'))
ORDER BY event_time, event_id
