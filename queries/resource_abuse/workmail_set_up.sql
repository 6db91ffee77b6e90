-- title = "WorkMail organisation or mail domain set up"
-- why = "Its mailboxes send from their first day in the name of a domain: addresses for phishing that look like those of the company."
-- techniques = ["T1585.002", "T1496.004"]
-- severity = "medium"
-- harmless_when = "The company sets up its own mail."
-- next = "Delete organisations and domains that nobody knows; look what was sent from them."
-- references = ["https://docs.aws.amazon.com/workmail/latest/APIReference/API_CreateOrganization.html"]
-- fact = "mail_setup"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.organizationId'),
    json_extract_scalar(request_parameters, '$.alias'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.domainName') AS detail
FROM events
WHERE event_source = 'workmail.amazonaws.com'
  AND event_name IN ('CreateOrganization', 'RegisterMailDomain', 'SetDefaultMailDomain')
ORDER BY event_time, event_id
