-- title = "Quarantine policy of AWS attached to a user"
-- why = "AWS attaches it when it sees a key in public; others may attach it, too. It denies the most abused calls, and the key still works for the rest."
-- techniques = ["T1078.004"]
-- severity = "info"
-- next = "If the call came from AWS Internal, AWS made it: take its time as the latest moment of the leak. Deactivate the key yourself."
-- tells_of = ["quarantined_by_aws"]
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_extract_scalar(request_parameters, '$.policyArn') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name = 'AttachUserPolicy'
  AND regexp_like(json_extract_scalar(request_parameters, '$.policyArn'), ':policy/AWSCompromisedKeyQuarantine')
ORDER BY event_time, event_id
