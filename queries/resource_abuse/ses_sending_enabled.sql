-- title = "Mail sending switched on or the sandbox left"
-- why = "With this the account can send to anyone, in volume."
-- techniques = ["T1496.004", "T1578.005"]
-- severity = "high"
-- harmless_when = "The marketing team leaves the sandbox."
-- next = "Switch sending off (PutAccountSendingAttributes) and look what was sent."
-- references = ["https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutAccountDetails.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.websiteURL'),
    aws_region
  ) AS target,
  json_extract_scalar(request_parameters, '$.mailType') AS detail
FROM events
WHERE event_source = 'ses.amazonaws.com'
  AND event_name IN (
    'UpdateAccountSendingEnabled', 'PutAccountSendingAttributes', 'PutAccountDetails'
  )
  AND (
    json_extract_scalar(request_parameters, '$.enabled') = 'true'
    OR json_extract_scalar(request_parameters, '$.sendingEnabled') = 'true'
    OR json_extract_scalar(request_parameters, '$.productionAccessEnabled') = 'true'
  )
ORDER BY event_time, event_id
