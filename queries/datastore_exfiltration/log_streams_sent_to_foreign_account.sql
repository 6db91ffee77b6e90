-- title = "Logs sent to another account"
-- why = "The other account receives every log entry as it is written."
-- techniques = ["T1537"]
-- severity = "medium"
-- harmless_when = "The log account of the company."
-- next = "Ask who owns the account; remove the subscription."
-- references = ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestinationPolicy.html"]
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.destinationName'),
    json_extract_scalar(request_parameters, '$.sinkIdentifier'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), '[0-9]{12}') AS detail
FROM events
WHERE (event_source = 'logs.amazonaws.com'
    AND event_name IN (
      'PutSubscriptionFilter', 'PutDestinationPolicy', 'PutDestination', 'CreateDelivery',
      'PutDeliveryDestinationPolicy', 'PutAccountPolicy'
    )
    AND regexp_like(
      replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''),
      '(?i)"(destinationArn|targetArn|deliveryDestinationArn)"\s*:\s*"arn:[^"]*:[0-9]{12}[:"]|"(AWS|Principal)"\s*:\s*[^,}]*[0-9]{12}'
    ))
  OR (event_source = 'oam.amazonaws.com'
    AND event_name IN ('CreateLink', 'PutSinkPolicy')
    AND regexp_like(replace(replace(replace(request_parameters, '\"', '"'), '\n', ' '), coalesce(recipient_account_id, '-'), ''), ':[0-9]{12}:|"[0-9]{12}"'))
ORDER BY event_time, event_id
