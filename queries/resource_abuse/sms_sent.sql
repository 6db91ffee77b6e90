-- title = "Text messages sent or their limits raised"
-- why = "Text messages cost money per piece: pumping them to own numbers is a business, smishing another."
-- techniques = ["T1496.003"]
-- severity = "high"
-- harmless_when = "The application sends codes to its customers."
-- next = "Set the monthly spend limit to zero; count messages by country."
-- references = ["https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html"]
-- fact = "sms_sent"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.phoneNumber'),
    json_extract_scalar(request_parameters, '$.destinationPhoneNumber'),
    json_extract_scalar(request_parameters, '$.applicationId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.attributes.MonthlySpendLimit'),
    json_extract_scalar(request_parameters, '$.monthlyLimit')
  ) AS detail
FROM events
WHERE (event_source = 'sns.amazonaws.com'
    AND event_name = 'Publish'
    AND json_extract(request_parameters, '$.phoneNumber') IS NOT NULL)
  OR (event_source = 'sns.amazonaws.com'
    AND event_name IN (
      'CreateSMSSandboxPhoneNumber', 'VerifySMSSandboxPhoneNumber', 'OptInPhoneNumber',
      'CreatePlatformApplication'
    ))
  OR (event_source = 'sns.amazonaws.com'
    AND event_name = 'SetSMSAttributes'
    AND regexp_like(request_parameters, '"MonthlySpendLimit"'))
  OR (event_source = 'sms-voice.amazonaws.com'
    AND event_name IN (
      'SendTextMessage', 'SendMediaMessage', 'SendVoiceMessage', 'SendRcsMessage', 'SendNotifyTextMessage',
      'SendNotifyVoiceMessage', 'SetTextMessageSpendLimitOverride', 'SetVoiceMessageSpendLimitOverride',
      'SetMediaMessageSpendLimitOverride', 'RequestPhoneNumber', 'RequestSenderId', 'CreatePool',
      'CreateVerifiedDestinationNumber', 'SendDestinationNumberVerificationCode', 'CreateRegistration',
      'SubmitRegistrationVersion', 'CreateConfigurationSet', 'DeleteTextMessageSpendLimitOverride',
      'SetRcsMessageSpendLimitOverride', 'SetNotifyMessageSpendLimitOverride', 'CreateRegistrationVersion',
      'PutRegistrationFieldValue', 'CreateProtectConfiguration', 'UpdateProtectConfiguration',
      'DeleteProtectConfiguration', 'SetAccountDefaultProtectConfiguration',
      'DeleteAccountDefaultProtectConfiguration', 'AssociateOriginationIdentity', 'UpdatePhoneNumber',
      'UpdatePool', 'UpdateSenderId', 'CreateRcsAgent', 'CreateOptOutList', 'DeleteOptOutList',
      'SetDefaultSenderId', 'SetDefaultMessageType', 'DeleteVoiceMessageSpendLimitOverride',
      'DeleteMediaMessageSpendLimitOverride', 'PutKeyword', 'CarrierLookup', 'VerifyDestinationNumber'
    ))
  OR (event_source IN ('mobiletargeting.amazonaws.com', 'pinpoint.amazonaws.com')
    AND event_name IN (
      'UpdateSmsChannel', 'UpdateVoiceChannel', 'CreateSmsTemplate', 'PhoneNumberValidate'
    ))
  OR (event_source = 'social-messaging.amazonaws.com'
    AND event_name IN (
      'SendWhatsAppMessage', 'AssociateWhatsAppBusinessAccount', 'CreateWhatsAppMessageTemplate',
      'UpdateWhatsAppMessageTemplate', 'PostWhatsAppMessageMedia'
    ))
  OR (event_source = 'connect.amazonaws.com'
    AND event_name IN (
      'StartOutboundVoiceContact', 'StartOutboundChatContact', 'ClaimPhoneNumber'
    ))
  OR (event_source = 'chime.amazonaws.com'
    AND event_name = 'CreatePhoneNumberOrder')
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name IN ('SignUp', 'ResendConfirmationCode'))
  OR (event_source = 'sms-voice.amazonaws.com'
    AND event_name = 'UpdateProtectConfigurationCountryRuleSet'
    AND (
      NOT regexp_like(coalesce(request_parameters, ''), '"BLOCK"')
      OR regexp_like(request_parameters, '"(ALLOW|MONITOR|FILTER)"')
    ))
ORDER BY event_time, event_id
