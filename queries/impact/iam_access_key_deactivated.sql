-- title = "Access key deactivated"
-- why = "Either responders contain the key, or the holder of the credential locks out the rightful owner."
-- techniques = ["T1531"]
-- severity = "medium"
-- harmless_when = "Responders or the owner deactivated the key."
-- next = "Ask who did it; if it was not a responder, look for what else was taken from the owners."
-- references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html"]
-- tells_of = ["identity_ended"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.accessKeyId') AS detail
FROM events
WHERE event_source = 'iam.amazonaws.com'
  AND event_name = 'UpdateAccessKey'
  AND json_extract_scalar(request_parameters, '$.status') IN ('Inactive', 'Expired')
ORDER BY event_time, event_id
