-- title = "Mail sent"
-- why = "Mail in the name of the company: phishing and spam hurt its customers and its reputation."
-- techniques = ["T1496.004", "T1566", "T1567"]
-- severity = "high"
-- harmless_when = "The application sends its own mail."
-- next = "Get sending statistics by region; warn the recipients; tell AWS."
-- references = ["https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html"]
-- fact = "mail_sent"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.source'),
    json_extract_scalar(request_parameters, '$.fromEmailAddress'),
    json_extract_scalar(request_parameters, '$.applicationId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.destination.toAddresses[0]') AS detail
FROM events
WHERE (event_source = 'ses.amazonaws.com'
    AND event_name IN (
      'SendEmail', 'SendRawEmail', 'SendBulkEmail', 'SendBulkTemplatedEmail', 'SendTemplatedEmail',
      'SendCustomVerificationEmail', 'SendBounce'
    ))
  OR (event_source IN ('mobiletargeting.amazonaws.com', 'pinpoint.amazonaws.com')
    AND event_name IN ('SendMessages', 'SendUsersMessages', 'SendOTPMessage'))
  OR (event_source = 'workmail.amazonaws.com'
    AND event_name = 'DeliverToMailbox')
  OR (event_source = 'connect.amazonaws.com'
    AND event_name IN ('StartOutboundEmailContact', 'SendOutboundEmail'))
ORDER BY event_time, event_id
