-- title = "Mail or text messages set up or sent"
-- why = "The account's good name sends spam and phishing."
-- techniques = ["T1496.003", "T1496.004", "T1578.005"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.source'),
    json_extract_scalar(request_parameters, '$.identity'),
    json_extract_scalar(request_parameters, '$.emailIdentity'),
    json_extract_scalar(request_parameters, '$.emailAddress'),
    json_extract_scalar(request_parameters, '$.domain'),
    json_extract_scalar(request_parameters, '$.topicArn'),
    json_extract_scalar(request_parameters, '$.phoneNumber'),
    json_extract_scalar(request_parameters, '$.fromEmailAddress'),
    json_extract_scalar(request_parameters, '$.name'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target
FROM events
WHERE (
  (event_source = 'ses.amazonaws.com' AND event_name IN (
    'SendEmail',
    'SendRawEmail',
    'SendBulkEmail',
    'SendTemplatedEmail',
    'SendBulkTemplatedEmail',
    'SendCustomVerificationEmail',
    'VerifyEmailIdentity',
    'VerifyDomainIdentity',
    'CreateEmailIdentity',
    'VerifyDomainDkim',
    'PutAccountDetails',
    'UpdateAccountSendingEnabled',
    'PutAccountSendingAttributes',
    'CreateConfigurationSet',
    'DeleteIdentity',
    'DeleteEmailIdentity',
    'PutEmailIdentityFeedbackAttributes',
    'SetIdentityFeedbackForwardingEnabled',
    'CreateTemplate',
    'PutDedicatedIpInPool'
  ))
  OR (event_source = 'sns.amazonaws.com' AND event_name IN (
    'Publish',
    'PublishBatch',
    'SetSMSAttributes',
    'CreateSMSSandboxPhoneNumber',
    'VerifySMSSandboxPhoneNumber',
    'CreateTopic',
    'CreatePlatformApplication'
  ))
  OR (event_source = 'pinpoint.amazonaws.com' AND event_name IN ('CreateApp', 'SendMessages', 'CreateCampaign', 'UpdateSmsChannel'))
  OR (event_source = 'sms-voice.amazonaws.com' AND event_name IN ('SendTextMessage', 'RequestPhoneNumber', 'SetTextMessageSpendLimitOverride'))
  OR (event_source = 'connect.amazonaws.com' AND event_name IN ('CreateInstance', 'StartOutboundVoiceContact'))
)
ORDER BY event_time, event_id
